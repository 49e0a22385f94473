  # Each product needs the one before, and the sum the last: none can be left out or put off.
  def products(self: __torch__.Functions, a: Tensor, b: Tensor, times: Tensor) -> Tensor:
    y = a
    for i in range(times.size(0)):
      y = torch.mm(y, b)
    return torch.sum(y.to(6))

  def fp32(self: __torch__.Functions, a: Tensor, b: Tensor, times: Tensor) -> Tensor:
    return self.products(a, b, times)

  def bf16(self: __torch__.Functions, a: Tensor, b: Tensor, times: Tensor) -> Tensor:
    return self.products(a.to(15), b.to(15), times)
