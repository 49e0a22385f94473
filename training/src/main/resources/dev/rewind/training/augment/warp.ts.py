  def warp(self: __torch__.Functions,
    frames: Tensor,
    theta: Tensor,
    size: Tensor) -> Tensor:
    h = int(torch.item(torch.select(size, 0, 0)))
    w = int(torch.item(torch.select(size, 0, 1)))
    shape = [torch.size(frames, 0), torch.size(frames, 1), h, w]
    grid = torch.affine_grid_generator(theta, shape, False)
    return torch.grid_sampler(frames, grid, 0, 1, False)
