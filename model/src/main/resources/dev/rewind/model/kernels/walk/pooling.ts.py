  # Projections of tokens that are pooled by a depthwise convolution over the grid, all heads alike. The projected tokens
  # are many and are never held: some frames at a time are projected and pooled. Where the stride exceeds the kernel, only
  # the tokens that the kernel reads are gathered. A grid, a stride and a kernel are [t, h, w].

  # The places along an axis that the kernel reads
  def read(self: __torch__.Functions, n: int, kernel: int, stride: int) -> Tensor:
    starts = torch.sub(torch.mul(torch.arange((n + kernel // 2 * 2 - kernel) // stride + 1), stride), kernel // 2)
    places = torch.reshape(torch.add(torch.unsqueeze(starts, 1), torch.arange(kernel)), [-1])
    return torch.masked_select(places, torch.logical_and(torch.ge(places, 0), torch.lt(places, n)))

  # The tokens of a frame that the kernel reads, and how many rows and columns they are; no tokens stand for all
  def gathered(self: __torch__.Functions, grid: List[int], kernel: List[int], stride: List[int]) -> Tuple[Tensor, List[int], List[int]]:
    if stride[1] <= kernel[1] or stride[2] <= kernel[2]:
      return (torch.empty([0], dtype=4), grid, stride)
    rows, columns = self.read(grid[1], kernel[1], stride[1]), self.read(grid[2], kernel[2], stride[2])
    tokens = torch.reshape(torch.add(torch.unsqueeze(torch.mul(rows, grid[2]), 1), columns), [-1])
    return (tokens, [grid[0], rows.size(0), columns.size(0)], [stride[0], kernel[1], kernel[2]])

  # Frames at a time, so that what is projected stays below some 2.5 MB; with a stride in time, all
  def frames(self: __torch__.Functions, grid: List[int], stride: List[int], channels: int) -> int:
    return max(1, 602112 // (grid[1] * grid[2] * channels)) if stride[0] == 1 else grid[0]

  def pooled_grid(self: __torch__.Functions, grid: List[int], kernel: List[int], stride: List[int]) -> List[int]:
    return [(grid[0] + kernel[0] // 2 * 2 - kernel[0]) // stride[0] + 1, (grid[1] + kernel[1] // 2 * 2 - kernel[1]) // stride[1] + 1, (grid[2] + kernel[2] // 2 * 2 - kernel[2]) // stride[2] + 1]

  # Some frames of u [T, H*W, C], all tokens or those gathered
  def some(self: __torch__.Functions, u: Tensor, first: int, count: int, tokens: Tensor) -> Tensor:
    x = u.narrow(0, first, count)
    if tokens.numel() > 0:
      x = torch.index_select(x, 1, tokens)
    return self.real(x.reshape([-1, u.size(2)]))

  # What is projected: LN(x), or x where there is no norm
  def normed(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    if w.numel() == 0:
      return (x, x, x)
    return self.norm(x, w, b)

  def projected(self: __torch__.Functions, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return y if w.numel() == 0 else self.linear(y, w, b)

  # [d, 1, kt, kh, kw] for all heads: [h*d, 1, kt, kh, kw]
  def shared(self: __torch__.Functions, pool: Tensor, channels: int) -> Tensor:
    return pool.repeat([channels // pool.size(0), 1, 1, 1, 1])

  # Each projection of LN(u), pooled but not yet normalised: [N', C] in float
  def pooled(self: __torch__.Functions, u: Tensor, grid: List[int], stride: List[int], norm: List[Tensor], ws: List[Tensor], bs: List[Tensor], pools: List[Tensor]) -> List[Tensor]:
    kernel = [pools[0].size(2), pools[0].size(3), pools[0].size(4)]
    out = self.pooled_grid(grid, kernel, stride)
    v = u.view([grid[0], -1, u.size(1)])
    tokens, small, step = self.gathered(grid, kernel, stride)
    sums = annotate(List[Tensor], [])
    c = u.size(1) if ws[0].numel() == 0 else ws[0].size(0)
    for j in range(len(pools)):
      sums.append(torch.zeros([out[0], out[1] * out[2], c]))
    count, i = self.frames(small, step, c), 0
    whole = count >= grid[0]
    time = kernel[0] // 2 if whole else kernel[0] - 1
    while i < grid[0]:
      m = min(count, grid[0] - i)
      y, mean, rstd = self.normed(self.some(v, i, m, tokens), norm[0], norm[1])
      for j in range(len(pools)):
        x = self.projected(y, ws[j], bs[j]).to(6)
        p = torch.conv3d(x.view([1, m, small[1], small[2], c]).permute([0, 4, 1, 2, 3]), self.shared(pools[j], c), None, step, [time, kernel[1] // 2, kernel[2] // 2], [1, 1, 1], c)
        p = p.permute([0, 2, 3, 4, 1]).reshape([-1, out[1] * out[2], c])
        if whole:
          sums[j] = p
        else:
          # frame o of p is frame o + shift of the whole
          shift = i + kernel[0] // 2 - (kernel[0] - 1)
          a, b = max(0, shift), min(out[0], shift + p.size(0))
          sums[j].narrow(0, a, b - a).add_(p.narrow(0, a - shift, b - a))
      i = i + m
    views = annotate(List[Tensor], [])
    for j in range(len(sums)):
      views.append(sums[j].view([-1, sums[j].size(2)]))
    return views

  # Along an axis, for one tap: the first output that it serves, how many, and the place of the first in [from, to)
  def served(self: __torch__.Functions, outputs: int, first: int, end: int, tap: int, pad: int, stride: int) -> Tuple[int, int, int]:
    a = max(0, (first + pad - tap + stride - 1) // stride)
    b = min(outputs - 1, (end - 1 + pad - tap) // stride)
    return (a, b - a + 1, a * stride - pad + tap - first)

  # The convolution's way back, tap by tap: of frames [first, ..) x, its gradient; taps [kt*kh*kw, C] gain theirs.
  # g is [T', H', W', C], x is [frames, H, W, C].
  def taps_back(self: __torch__.Functions, g: Tensor, x: Tensor, first: int, pool: Tensor, dtaps: Tensor, stride: List[int]) -> Tensor:
    kt, kh, kw, c = pool.size(2), pool.size(3), pool.size(4), x.size(3)
    taps = pool.view([pool.size(0), -1]).t().repeat([1, c // pool.size(0)])
    dx = torch.zeros_like(x)
    for i in range(kt):
      ta, tn, t0 = self.served(g.size(0), first, first + x.size(0), i, kt // 2, stride[0])
      for j in range(kh):
        ha, hn, h0 = self.served(g.size(1), 0, x.size(1), j, kh // 2, stride[1])
        for k in range(kw):
          wa, wn, w0 = self.served(g.size(2), 0, x.size(2), k, kw // 2, stride[2])
          if tn > 0 and hn > 0 and wn > 0:
            tap = (i * kh + j) * kw + k
            part = g.narrow(0, ta, tn).narrow(1, ha, hn).narrow(2, wa, wn)
            seen = torch.slice(torch.slice(torch.slice(x, 0, t0, t0 + (tn - 1) * stride[0] + 1, stride[0]), 1, h0, h0 + (hn - 1) * stride[1] + 1, stride[1]), 2, w0, w0 + (wn - 1) * stride[2] + 1, stride[2])
            gain = torch.slice(torch.slice(torch.slice(dx, 0, t0, t0 + (tn - 1) * stride[0] + 1, stride[0]), 1, h0, h0 + (hn - 1) * stride[1] + 1, stride[1]), 2, w0, w0 + (wn - 1) * stride[2] + 1, stride[2])
            gain.addcmul_(part, taps[tap])
            dtaps[tap].add_(torch.sum(torch.mul(seen, part), [0, 1, 2]))
    return dx

  # The way back of pooled: du gains, and the parameters' gradients. gs are the gradients of its results.
  def pooled_back(self: __torch__.Functions, gs: List[Tensor], u: Tensor, du: Tensor, grid: List[int], stride: List[int], norm: List[Tensor], ws: List[Tensor], bs: List[Tensor], pools: List[Tensor], dnorm: List[Tensor], dws: List[Tensor], dbs: List[Tensor], dpools: List[Tensor]) -> Tensor:
    kernel = [pools[0].size(2), pools[0].size(3), pools[0].size(4)]
    out = self.pooled_grid(grid, kernel, stride)
    v, dv = u.view([grid[0], -1, u.size(1)]), du.view([grid[0], -1, u.size(1)])
    tokens, small, step = self.gathered(grid, kernel, stride)
    dtaps = annotate(List[Tensor], [])
    c = gs[0].size(1)
    for j in range(len(gs)):
      dtaps.append(torch.zeros([kernel[0] * kernel[1] * kernel[2], c]))
    count, i = self.frames(small, step, c), 0
    while i < grid[0]:
      m = min(count, grid[0] - i)
      x = self.some(v, i, m, tokens)
      y, mean, rstd = self.normed(x, norm[0], norm[1])
      dy = torch.zeros_like(y)
      for j in range(len(gs)):
        p = self.projected(y, ws[j], bs[j]).to(6).view([m, small[1], small[2], c])
        dp = self.taps_back(gs[j].view([out[0], out[1], out[2], c]), p, i, pools[j], dtaps[j], step).view([-1, c])
        if ws[j].numel() == 0:
          dy.add_(dp)
        else:
          dy.add_(self.linear_back(dp.to(ws[j].dtype), y.to(ws[j].dtype), ws[j], dws[j], dbs[j]))
      if norm[0].numel() > 0:
        dy = self.norm_back(dy, x, mean, rstd, norm[0], norm[1], dnorm[0], dnorm[1])
      dy = dy.view([m, -1, u.size(1)])
      if tokens.numel() > 0:
        dv.narrow(0, i, m).index_add_(1, tokens, dy)
      else:
        dv.narrow(0, i, m).add_(dy)
      i = i + m
    for j in range(len(gs)):
      d = pools[j].size(0)
      dpools[j].add_(torch.sum(dtaps[j].view([dtaps[j].size(0), -1, d]), [1]).t().reshape(pools[j].size()))
    return du
