  # f(u) = proj(softmax(q kT / sqrt(d)) v), q, k and v of LN(u) and pooled where there are weights to pool with.
  # Parameters: LN; weight and bias of q, k, v, proj; pooling weight and LN of q, k, v. Those that are not there are empty.

  def named(self: __torch__.Functions, w: List[Tensor], half: bool) -> Tuple[List[Tensor], List[Tensor], List[Tensor], List[Tensor]]:
    ws = [self.compute(w[2], half), self.compute(w[4], half), self.compute(w[6], half), self.compute(w[8], half)]
    bs = [self.compute(w[3], half), self.compute(w[5], half), self.compute(w[7], half), self.compute(w[9], half)]
    return (w[0:2], ws, bs, [w[10], w[13], w[16]])

  # Parts j..j+n of q, k, v before their norms, [N', C]
  def part(self: __torch__.Functions, j: int, n: int, u: Tensor, grid: List[int], stride: List[int], norm: List[Tensor], ws: List[Tensor], bs: List[Tensor], pools: List[Tensor]) -> List[Tensor]:
    if pools[j].numel() > 0:
      return self.pooled(u, grid, stride, norm, ws[j:j + n], bs[j:j + n], pools[j:j + n])
    y, mean, rstd = self.norm(self.real(u), norm[0], norm[1])
    parts = annotate(List[Tensor], [])
    for i in range(n):
      parts.append(self.linear(y, ws[j + i], bs[j + i]))
    return parts

  # LN over each head of [N', C]; as it is where there is no norm
  def heads_norm(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    if w.numel() == 0:
      return (x, x, x)
    y, mean, rstd = self.norm(x.view([x.size(0), -1, w.size(0)]), w, b)
    return (y.view(x.size()), mean, rstd)

  # Its way back, head by head: x becomes dx
  def heads_back(self: __torch__.Functions, dy: Tensor, x: Tensor, w: Tensor, b: Tensor, dw: Tensor, db: Tensor) -> Tensor:
    if w.numel() == 0:
      return x.copy_(dy)
    d = w.size(0)
    for j in range(x.size(1) // d):
      xj, dj = x.narrow(1, j * d, d).contiguous(), dy.narrow(1, j * d, d).contiguous()
      y, mean, rstd = self.norm(xj, w, b)
      x.narrow(1, j * d, d).copy_(self.norm_back(dj, xj, mean, rstd, w, b, dw, db))
    return x

  # One head of keys or values
  def head(self: __torch__.Functions, x: Tensor, j: int, d: int, w: Tensor, b: Tensor, dtype: int) -> Tensor:
    y, mean, rstd = self.heads_norm(x.narrow(1, j * d, d).contiguous(), w, b)
    return y.to(dtype)

  # softmax(q kT) v, a head and some queries at a time: q scaled [N, h*d], k and v [M, h*d] before their norms, w
  def attend(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor, heads: int, w: List[Tensor]) -> Tensor:
    n, d = q.size(0), q.size(1) // heads
    o = torch.empty_like(q)
    for j in range(heads):
      kj, vj = self.head(k, j, d, w[0], w[1], q.dtype), self.head(v, j, d, w[3], w[4], q.dtype)
      i = 0
      while i < n:
        m = min(196, n - i)
        p = torch.softmax(torch.mm(q.narrow(0, i, m).narrow(1, j * d, d), kj.t()), -1)
        o.narrow(0, i, m).narrow(1, j * d, d).copy_(torch.mm(p, vj))
        i = i + m
    return o

  # The same, and its way back to q, which becomes dq, and to k and v after their norms: dk and dv, in float, gain.
  def attend_back(self: __torch__.Functions, do: Tensor, q: Tensor, k: Tensor, v: Tensor, dk: Tensor, dv: Tensor, heads: int, w: List[Tensor]) -> Tensor:
    n, d = q.size(0), q.size(1) // heads
    o = torch.empty_like(q)
    for j in range(heads):
      kj, vj = self.head(k, j, d, w[0], w[1], q.dtype), self.head(v, j, d, w[3], w[4], q.dtype)
      dkj, dvj = dk.narrow(1, j * d, d), dv.narrow(1, j * d, d)
      i = 0
      while i < n:
        m = min(196, n - i)
        qi, gi = q.narrow(0, i, m).narrow(1, j * d, d), do.narrow(0, i, m).narrow(1, j * d, d)
        p = torch.softmax(torch.mm(qi, kj.t()), -1)
        o.narrow(0, i, m).narrow(1, j * d, d).copy_(torch.mm(p, vj))
        self.add_product(dvj, p.t(), gi)
        dp = torch.mm(gi, vj.t())
        ds = torch._softmax_backward_data(dp, p, -1, p.dtype, grad_input=dp)
        self.add_product(dkj, ds.t(), qi)
        qi.copy_(torch.mm(ds, kj))
        i = i + m
    return o

  # rest = rest + s f(u)
  def attention(self: __torch__.Functions, u: Tensor, rest: Tensor, s: float, half: bool, heads: int, grid: List[int], q_stride: List[int], kv_stride: List[int], w: List[Tensor]) -> Tensor:
    norm, ws, bs, pools = self.named(w, half)
    kv = self.part(1, 2, u, grid, kv_stride, norm, ws, bs, pools)
    scale = float(ws[0].size(0) // heads) ** -0.5
    whole = pools[0].numel() > 0
    qp = self.part(0, 1, u, grid, q_stride, norm, ws, bs, pools)[0] if whole else u
    n, i = rest.size(0), 0
    while i < n:
      m = min(392, n - i)
      if whole:
        q, qm, qr = self.heads_norm(qp.narrow(0, i, m), w[11], w[12])
      else:
        y, mean, rstd = self.norm(self.real(u.narrow(0, i, m)), norm[0], norm[1])
        q = self.linear(y, ws[0], bs[0])
      o = self.attend(torch.mul(q, scale).to(ws[0].dtype), kv[0], kv[1], heads, w[14:19])
      self.add_to(rest.narrow(0, i, m), self.linear(o, ws[3], bs[3]), s)
      i = i + m
    return rest

  # du = du + s (df/du)T g, the weights' gradients the same, and where undo is asked for, rest = rest - s f(u). Without
  # that the heads need not be together: so many at a time that their keys stay below some 2.5 MB.
  def attention_back(self: __torch__.Functions, u: Tensor, g: Tensor, du: Tensor, rest: Tensor, undo: bool, s: float, half: bool, heads: int, grid: List[int], q_stride: List[int], kv_stride: List[int], w: List[Tensor], dw: List[Tensor]) -> Tensor:
    keys = u.size(0)
    if w[13].numel() > 0:
      pooled = self.pooled_grid(grid, [w[13].size(2), w[13].size(3), w[13].size(4)], kv_stride)
      keys = pooled[0] * pooled[1] * pooled[2]
    d, j = w[2].size(0) // heads, 0
    count = heads if undo else max(1, min(heads, 602112 // (keys * d)))
    while j < heads:
      m = min(count, heads - j)
      self.some_heads_back(u, g, du, rest, undo, s, half, m, grid, q_stride, kv_stride, self.some_heads(w, j * d, m * d), self.some_heads(dw, j * d, m * d))
      j = j + m
    return du

  # The parameters of some heads; the bias of proj is of the first ones
  def some_heads(self: __torch__.Functions, w: List[Tensor], first: int, count: int) -> List[Tensor]:
    some = w[0:2]
    for i in range(2, 8):
      some.append(w[i].narrow(0, first, count) if w[i].numel() > 0 else w[i])
    some.append(w[8].narrow(1, first, count))
    some.append(w[9] if first == 0 else w[9].narrow(0, 0, 0))
    return some + w[10:19]

  def some_heads_back(self: __torch__.Functions, u: Tensor, g: Tensor, du: Tensor, rest: Tensor, undo: bool, s: float, half: bool, heads: int, grid: List[int], q_stride: List[int], kv_stride: List[int], w: List[Tensor], dw: List[Tensor]) -> Tensor:
    norm, ws, bs, pools = self.named(w, half)
    dnorm, dws, dbs, dpools = self.named(dw, False)
    kv = self.part(1, 2, u, grid, kv_stride, norm, ws, bs, pools)
    dk, dv = torch.zeros_like(kv[0], dtype=6), torch.zeros_like(kv[1], dtype=6)
    scale = float(ws[0].size(0) // heads) ** -0.5
    whole = pools[0].numel() > 0
    qp = self.part(0, 1, u, grid, q_stride, norm, ws, bs, pools)[0] if whole else u
    n, i = g.size(0), 0
    while i < n:
      m = min(392, n - i)
      x, y, mean, rstd = u, u, u, u
      if whole:
        q, qm, qr = self.heads_norm(qp.narrow(0, i, m), w[11], w[12])
      else:
        x = self.real(u.narrow(0, i, m))
        y, mean, rstd = self.norm(x, norm[0], norm[1])
        y = y.to(ws[0].dtype)
        q = self.linear(y, ws[0], bs[0])
      q = torch.mul(q, scale).to(ws[0].dtype)
      dh = torch.mul(g.narrow(0, i, m), s).to(ws[0].dtype)
      o = self.attend_back(self.back(dh, ws[3]), q, kv[0], kv[1], dk, dv, heads, w[14:19])
      if undo:
        self.add_to(rest.narrow(0, i, m), self.linear(o, ws[3], bs[3]), -s)
      self.weight_back(dh, o, dws[3], dbs[3])
      q = torch.mul(q, scale)
      if whole:
        self.heads_back(q.to(6), qp.narrow(0, i, m), w[11], w[12], dw[11], dw[12])
      else:
        dy = self.linear_back(q, y, ws[0], dws[0], dbs[0]).to(6)
        du.narrow(0, i, m).add_(self.norm_back(dy, x, mean, rstd, norm[0], norm[1], dnorm[0], dnorm[1]))
      i = i + m
    self.heads_back(dk, kv[0], w[14], w[15], dw[14], dw[15])
    self.heads_back(dv, kv[1], w[17], w[18], dw[17], dw[18])
    # What is done with is let go of, before frames are projected once more.
    dk, dv = u, u
    self.part_back(1, kv, u, du, grid, kv_stride, norm, ws, bs, pools, dnorm, dws, dbs, dpools)
    kv = [u]
    if whole:
      self.part_back(0, [qp], u, du, grid, q_stride, norm, ws, bs, pools, dnorm, dws, dbs, dpools)
    return du

  def part_back(self: __torch__.Functions, j: int, gs: List[Tensor], u: Tensor, du: Tensor, grid: List[int], stride: List[int], norm: List[Tensor], ws: List[Tensor], bs: List[Tensor], pools: List[Tensor], dnorm: List[Tensor], dws: List[Tensor], dbs: List[Tensor], dpools: List[Tensor]) -> Tensor:
    n = len(gs)
    if pools[j].numel() > 0:
      return self.pooled_back(gs, u, du, grid, stride, norm, ws[j:j + n], bs[j:j + n], pools[j:j + n], dnorm, dws[j:j + n], dbs[j:j + n], dpools[j:j + n])
    x = self.real(u)
    y, mean, rstd = self.norm(x, norm[0], norm[1])
    y = y.to(ws[j].dtype)
    dy = torch.zeros_like(x)
    for i in range(n):
      dy.add_(self.linear_back(gs[i].to(y.dtype), y, ws[j + i], dws[j + i], dbs[j + i]))
    return du.add_(self.norm_back(dy, x, mean, rstd, norm[0], norm[1], dnorm[0], dnorm[1]))
