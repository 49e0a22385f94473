  # The residual of a stage transition: f(u) = LN(pool(u W + b)), W where the channels widen, all heads pooled alike.
  # Parameters: W, b, pooling weight, LN.

  # rest = rest + f(u)
  def shortcut(self: __torch__.Functions, u: Tensor, rest: Tensor, half: bool, grid: List[int], stride: List[int], w: List[Tensor]) -> Tensor:
    none = torch.empty([0])
    p = self.pooled(u, grid, stride, [none, none], [self.compute(w[0], half)], [self.compute(w[1], half)], [w[2]])[0]
    y, mean, rstd = self.heads_norm(p, w[3], w[4])
    return rest.add_(y)

  # du = du + (df/du)T g, and the weights' gradients the same
  def shortcut_back(self: __torch__.Functions, u: Tensor, g: Tensor, du: Tensor, half: bool, grid: List[int], stride: List[int], w: List[Tensor], dw: List[Tensor]) -> Tensor:
    none = torch.empty([0])
    w0, b0 = self.compute(w[0], half), self.compute(w[1], half)
    p = self.pooled(u, grid, stride, [none, none], [w0], [b0], [w[2]])[0]
    self.heads_back(g, p, w[3], w[4], dw[3], dw[4])
    return self.pooled_back([p], u, du, grid, stride, [none, none], [w0], [b0], [w[2]], [none, none], [dw[0]], [dw[1]], [dw[2]])
