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

  # softmax(q kT) v, a head and some queries at a time: q scaled [N, h*d], k and v [M, h*d]
  def attend(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
    n, d = q.size(0), q.size(1) // heads
    o = torch.empty_like(q)
    for j in range(heads):
      kj, vj = k.narrow(1, j * d, d), v.narrow(1, j * d, d)
      i = 0
      while i < n:
        m = min(196, n - i)
        p = torch.softmax(torch.mm(q.narrow(0, i, m).narrow(1, j * d, d), kj.t()), -1)
        o.narrow(0, i, m).narrow(1, j * d, d).copy_(torch.mm(p, vj))
        i = i + m
    return o

  # The same, and its way back: q becomes dq, and dk and dv, which are in float, gain.
  def attend_back(self: __torch__.Functions, do: Tensor, q: Tensor, k: Tensor, v: Tensor, dk: Tensor, dv: Tensor, heads: int) -> Tensor:
    n, d = q.size(0), q.size(1) // heads
    o = torch.empty_like(q)
    for j in range(heads):
      kj, vj, dkj, dvj = k.narrow(1, j * d, d), v.narrow(1, j * d, d), dk.narrow(1, j * d, d), dv.narrow(1, j * d, d)
      i = 0
      while i < n:
        m = min(196, n - i)
        qi, gi = q.narrow(0, i, m).narrow(1, j * d, d), do.narrow(0, i, m).narrow(1, j * d, d)
        p = torch.softmax(torch.mm(qi, kj.t()), -1)
        o.narrow(0, i, m).narrow(1, j * d, d).copy_(torch.mm(p, vj))
        self.add_product(dvj, p.t(), gi)
        ds = torch._softmax_backward_data(torch.mm(gi, vj.t()), p, -1, p.dtype)
        self.add_product(dkj, ds.t(), qi)
        qi.copy_(torch.mm(ds, kj))
        i = i + m
    return o

  # rest = rest + s f(u)
  def attention(self: __torch__.Functions, u: Tensor, rest: Tensor, s: float, half: bool, heads: int, grid: List[int], q_stride: List[int], kv_stride: List[int], w: List[Tensor]) -> Tensor:
    norm, ws, bs, pools = self.named(w, half)
    kv = self.part(1, 2, u, grid, kv_stride, norm, ws, bs, pools)
    k, km, kr = self.heads_norm(kv[0], w[14], w[15])
    v, vm, vr = self.heads_norm(kv[1], w[17], w[18])
    k, v = k.to(ws[0].dtype), v.to(ws[0].dtype)
    scale = float(k.size(1) // heads) ** -0.5
    whole = pools[0].numel() > 0
    qp = self.part(0, 1, u, grid, q_stride, norm, ws, bs, pools)[0] if whole else k
    n, i = rest.size(0), 0
    while i < n:
      m = min(784, n - i)
      if whole:
        q, qm, qr = self.heads_norm(qp.narrow(0, i, m), w[11], w[12])
      else:
        y, mean, rstd = self.norm(self.real(u.narrow(0, i, m)), norm[0], norm[1])
        q = self.linear(y, ws[0], bs[0])
      o = self.attend(torch.mul(q, scale).to(k.dtype), k, v, heads)
      self.add_to(rest.narrow(0, i, m), self.linear(o, ws[3], bs[3]), s)
      i = i + m
    return rest

  # du = du + s (df/du)T g, the weights' gradients the same, and where undo is asked for, rest = rest - s f(u)
  def attention_back(self: __torch__.Functions, u: Tensor, g: Tensor, du: Tensor, rest: Tensor, undo: bool, s: float, half: bool, heads: int, grid: List[int], q_stride: List[int], kv_stride: List[int], w: List[Tensor], dw: List[Tensor]) -> Tensor:
    norm, ws, bs, pools = self.named(w, half)
    dnorm, dws, dbs, dpools = self.named(dw, False)
    kv = self.part(1, 2, u, grid, kv_stride, norm, ws, bs, pools)
    k, km, kr = self.heads_norm(kv[0], w[14], w[15])
    v, vm, vr = self.heads_norm(kv[1], w[17], w[18])
    k, v = k.to(ws[0].dtype), v.to(ws[0].dtype)
    dk, dv = torch.zeros_like(k, dtype=6), torch.zeros_like(v, dtype=6)
    scale = float(k.size(1) // heads) ** -0.5
    whole = pools[0].numel() > 0
    qp = self.part(0, 1, u, grid, q_stride, norm, ws, bs, pools)[0] if whole else k
    n, i = g.size(0), 0
    while i < n:
      m = min(784, n - i)
      x, y, mean, rstd = k, k, k, k
      qx, qm, qr = k, k, k
      if whole:
        qx = qp.narrow(0, i, m)
        q, qm, qr = self.heads_norm(qx, w[11], w[12])
      else:
        x = self.real(u.narrow(0, i, m))
        y, mean, rstd = self.norm(x, norm[0], norm[1])
        y = y.to(k.dtype)
        q = self.linear(y, ws[0], bs[0])
      q = torch.mul(q, scale).to(k.dtype)
      dh = torch.mul(g.narrow(0, i, m), s).to(k.dtype)
      o = self.attend_back(torch.mm(dh, ws[3]), q, k, v, dk, dv, heads)
      if undo:
        self.add_to(rest.narrow(0, i, m), self.linear(o, ws[3], bs[3]), -s)
      self.weight_back(dh, o, dws[3], dbs[3])
      q = torch.mul(q, scale)
      if whole:
        # the gradient takes the place of what it is of
        qx.copy_(self.heads_back(q.to(6), qx, qm, qr, w[11], w[12], dw[11], dw[12]))
      else:
        dy = self.linear_back(q, y, ws[0], dws[0], dbs[0]).to(6)
        du.narrow(0, i, m).add_(self.norm_back(dy, x, mean, rstd, norm[0], norm[1], dnorm[0], dnorm[1]))
      i = i + m
    if whole:
      self.part_back(0, [qp], u, du, grid, q_stride, norm, ws, bs, pools, dnorm, dws, dbs, dpools)
    dk = self.heads_back(dk, kv[0], km, kr, w[14], w[15], dw[14], dw[15])
    dv = self.heads_back(dv, kv[1], vm, vr, w[17], w[18], dw[17], dw[18])
    return self.part_back(1, [dk, dv], u, du, grid, kv_stride, norm, ws, bs, pools, dnorm, dws, dbs, dpools)

  def heads_back(self: __torch__.Functions, dy: Tensor, x: Tensor, mean: Tensor, rstd: Tensor, w: Tensor, b: Tensor, dw: Tensor, db: Tensor) -> Tensor:
    if w.numel() == 0:
      return dy
    heads = [x.size(0), x.size(1) // w.size(0), w.size(0)]
    return self.norm_back(dy.view(heads), x.view(heads), mean, rstd, w, b, dw, db).view(x.size())

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
