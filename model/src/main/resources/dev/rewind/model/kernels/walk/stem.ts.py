  # The stem, a frame of tokens at a time: out = conv(clip) W + b as a product of the patches, which are unfolded.
  # A clip is [3, T, H, W], out [t, h*w, C]; kernel, stride and padding are [t, h, w].

  # The patches of frame i: [3*kt*kh*kw, h*w]; frames beyond the clip are black
  def unfolded(self: __torch__.Functions, clip: Tensor, i: int, kernel: List[int], stride: List[int], padding: List[int]) -> Tensor:
    first = i * stride[0] - padding[0]
    a, b = max(0, first), min(clip.size(1), first + kernel[0])
    x = clip.narrow(1, a, b - a)
    if b - a < kernel[0]:
      x = torch.constant_pad_nd(x, [0, 0, 0, 0, a - first, first + kernel[0] - b])
    x = x.reshape([1, -1, clip.size(2), clip.size(3)])
    return torch.squeeze(torch.im2col(x, kernel[1:], [1, 1], padding[1:], stride[1:]), 0)

  def stem(self: __torch__.Functions, clip: Tensor, out: Tensor, half: bool, stride: List[int], padding: List[int], w: Tensor, b: Tensor) -> Tensor:
    kernel = [w.size(2), w.size(3), w.size(4)]
    w2, b2 = self.compute(w, half).view([w.size(0), -1]), self.compute(b, half)
    for i in range(out.size(0)):
      out[i].copy_(self.linear(self.unfolded(clip, i, kernel, stride, padding).t(), w2, b2))
    return out

  def stem_back(self: __torch__.Functions, clip: Tensor, g: Tensor, half: bool, stride: List[int], padding: List[int], dw: Tensor, db: Tensor) -> Tensor:
    kernel = [dw.size(2), dw.size(3), dw.size(4)]
    sum = dw.view([dw.size(0), -1])
    for i in range(g.size(0)):
      x = self.unfolded(clip, i, kernel, stride, padding)
      gi = self.compute(g[i], half)
      self.weight_back(gi, x.t().to(gi.dtype), sum, db)
    return g
