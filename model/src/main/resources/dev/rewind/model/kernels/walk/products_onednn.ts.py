  # x WT + b by oneDNN, which is a tenth faster and not in every build of PyTorch. An empty b is none.

  def product(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    none = annotate(List[Optional[number]], [])
    if b.numel() == 0:
      return ops.mkldnn._linear_pointwise(x, w, None, "none", none, "none")
    return ops.mkldnn._linear_pointwise(x, w, b, "none", none, "none")
