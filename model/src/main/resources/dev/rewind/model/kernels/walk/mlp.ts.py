  # f(u) = fc2(GELU(fc1(LN(u)))), so many tokens at a time that the hidden layer stays small. Of both functions, rest may
  # be u, and du may be g.

  def chunk(self: __torch__.Functions, hidden: int) -> int:
    return max(196, 301056 // hidden)

  # rest = rest + s f(u)
  def mlp(self: __torch__.Functions, u: Tensor, rest: Tensor, s: float, half: bool, w: List[Tensor]) -> Tensor:
    nw, nb = w[0], w[1]
    w1, b1, w2, b2 = self.compute(w[2], half), self.compute(w[3], half), self.compute(w[4], half), self.compute(w[5], half)
    n, step, i = u.size(0), self.chunk(w1.size(0)), 0
    while i < n:
      m = min(step, n - i)
      y, mean, rstd = self.norm(self.real(u.narrow(0, i, m)), nw, nb)
      a = torch.gelu_(self.linear(y, w1, b1))
      self.add_to(rest.narrow(0, i, m), self.linear(a, w2, b2), s)
      i = i + m
    return rest

  # du = du + s (df/du)T g, the weights' gradients the same, and where undo is asked for, rest = rest - s f(u)
  def mlp_back(self: __torch__.Functions, u: Tensor, g: Tensor, du: Tensor, rest: Tensor, undo: bool, s: float, half: bool, w: List[Tensor], dw: List[Tensor]) -> Tensor:
    nw, nb = w[0], w[1]
    w1, b1, w2, b2 = self.compute(w[2], half), self.compute(w[3], half), self.compute(w[4], half), self.compute(w[5], half)
    n, step, i = u.size(0), self.chunk(w1.size(0)), 0
    while i < n:
      m = min(step, n - i)
      x = self.real(u.narrow(0, i, m))
      y, mean, rstd = self.norm(x, nw, nb)
      y = y.to(w1.dtype)
      z = self.linear(y, w1, b1)
      a = torch.gelu(z)
      if undo:
        self.add_to(rest.narrow(0, i, m), self.linear(a, w2, b2), -s)
      dh = torch.mul(g.narrow(0, i, m), s).to(w1.dtype)
      self.weight_back(dh, a, dw[4], dw[5])
      da = self.back(dh, w2)
      dz = torch.gelu_backward(da, z, grad_input=da)
      dy = self.linear_back(dz, y, w1, dw[2], dw[3]).to(6)
      du.narrow(0, i, m).add_(self.norm_back(dy, x, mean, rstd, nw, nb, dw[0], dw[1]))
      i = i + m
    return du
