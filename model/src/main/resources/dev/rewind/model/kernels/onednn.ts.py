  # oneDNN's product beats the default one, and takes the GELU along. It has no gradient and no CUDA, and not every build
  # of PyTorch has it: hence a file of its own.

  def linear(self: __torch__.Functions, x: Tensor, w: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "none")

  def linear_bias(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, "none", annotate(List[Optional[number]], []), "none")

  # Some rows at a time, so that the hidden values stay in the cache.
  def mlp(self: __torch__.Functions, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    rows = torch.reshape(x, [-1, x.size(-1)])
    n = rows.size(0)
    out = torch.empty([n, w2.size(0)], dtype=x.dtype)
    i = 0
    while i < n:
      m = min(784, n - i)
      h = ops.mkldnn._linear_pointwise(rows.narrow(0, i, m), w1, b1, "gelu", annotate(List[Optional[number]], []), "none")
      torch.addmm(b2, h, w2.t(), beta=1, alpha=1, out=out.narrow(0, i, m))
      i = i + m
    return torch.reshape(out, [x.size(0), x.size(1), w2.size(0)])
