  # Layer norm and linear layers, forward and backward. Tokens are [N, C]; gradients of parameters are added up in float.
  # A weight given in bf16 makes the layer compute in bf16.

  def norm(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    return torch.native_layer_norm(x, [x.size(-1)], w, b, 1e-6)

  def norm_back(self: __torch__.Functions, dy: Tensor, x: Tensor, mean: Tensor, rstd: Tensor, w: Tensor, b: Tensor, dw: Tensor, db: Tensor) -> Tensor:
    dx, gw, gb = torch.native_layer_norm_backward(dy, x, [x.size(-1)], mean, rstd, w, b, [True, True, True])
    dw.add_(gw)
    db.add_(gb)
    return dx

  def compute(self: __torch__.Functions, w: Tensor, half: bool) -> Tensor:
    return w.to(15) if half else w

  def linear(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return self.product(x.to(w.dtype), w, b)

  # dy WT's way back to its input: dy and the weight in one type
  def back(self: __torch__.Functions, dy: Tensor, w: Tensor) -> Tensor:
    # oneDNN is many times slower on a part of a matrix
    return self.product(dy, w.t(), torch.empty([0])) if w.is_contiguous() else torch.mm(dy, w)

  # dy and x in the weight's type
  def linear_back(self: __torch__.Functions, dy: Tensor, x: Tensor, w: Tensor, dw: Tensor, db: Tensor) -> Tensor:
    self.weight_back(dy, x, dw, db)
    return self.back(dy, w)

  def weight_back(self: __torch__.Functions, dy: Tensor, x: Tensor, dw: Tensor, db: Tensor) -> Tensor:
    self.add_product(dw, dy.t(), x)
    if db.numel() > 0:
      db.add_(torch.sum(dy, [0], dtype=6))
    return dw

  # sum = sum + a b, in float
  def add_product(self: __torch__.Functions, sum: Tensor, a: Tensor, b: Tensor) -> Tensor:
    if a.dtype == sum.dtype:
      return sum.addmm_(a, b)
    return sum.add_(torch.mm(a, b))
