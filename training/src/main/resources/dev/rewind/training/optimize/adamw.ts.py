  def norm(self: __torch__.Functions,
    grads: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads)))
  def clip(self: __torch__.Functions,
    grads: List[Tensor],
    norm: Tensor,
    limit: Tensor) -> Tensor:
    scale = torch.clamp(torch.div(limit, torch.add(norm, 9.9999999999999995e-07)), None, 1.)
    torch._foreach_mul_(grads, scale)
    return scale
  def step(self: __torch__.Functions,
    weights: List[Tensor],
    grads: List[Tensor],
    first: List[Tensor],
    second: List[Tensor],
    counts: List[Tensor],
    settings: Tensor) -> Tensor:
    lr = torch.item(torch.select(settings, 0, 0))
    decay = torch.item(torch.select(settings, 0, 1))
    none = annotate(List[Tensor], [])
    torch._foreach_add_(counts, 1)
    torch._fused_adamw_(weights, grads, first, second, none, counts, lr=float(lr), beta1=0.90000000000000002, beta2=0.999, weight_decay=float(decay), eps=1e-08, amsgrad=False, maximize=False)
    return settings
  def average(self: __torch__.Functions,
    averages: List[Tensor],
    weights: List[Tensor],
    share: Tensor) -> Tensor:
    torch._foreach_lerp_(averages, weights, float(torch.item(share)))
    return share
  def copy(self: __torch__.Functions,
    targets: List[Tensor],
    sources: List[Tensor]) -> Tensor:
    torch._foreach_copy_(targets, sources)
    return targets[0]
