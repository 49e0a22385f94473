  # Streams are [N, C], in float or, so that adding and subtracting are exact, as integers: multiples of 2^-20.

  def real(self: __torch__.Functions, x: Tensor) -> Tensor:
    return torch.mul(x.to(6), 9.5367431640625e-07) if x.dtype == 3 else x

  # rest = rest + s h
  def add_to(self: __torch__.Functions, rest: Tensor, h: Tensor, s: float) -> Tensor:
    if rest.dtype == 3:
      return rest.add_(torch.round(torch.mul(h.to(6), 1048576. * s)).to(3))
    return rest.add_(h, alpha=s)
