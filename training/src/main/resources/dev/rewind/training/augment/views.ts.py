  def at(self: __torch__.Functions,
    numbers: Tensor,
    i: int) -> int:
    return int(torch.item(torch.select(numbers, 0, i)))
  def inside(self: __torch__.Functions,
    x: Tensor,
    box: Tensor) -> Tensor:
    rows = torch.narrow(x, -2, (self).at(box, 0), (self).at(box, 2))
    return torch.narrow(rows, -1, (self).at(box, 1), (self).at(box, 3))
  def resized(self: __torch__.Functions,
    frames: Tensor,
    box: Tensor,
    size: Tensor) -> Tensor:
    shape = [(self).at(size, 0), (self).at(size, 1)]
    return torch.upsample_bilinear2d((self).inside(frames, box), shape, False)
  def shifted(self: __torch__.Functions,
    x: Tensor,
    bits: int,
    mask: int) -> Tensor:
    return torch.bitwise_and(torch.bitwise_right_shift(x, bits), mask)
  def uniform(self: __torch__.Functions,
    count: int,
    seed: Tensor) -> Tensor:
    x = seed + torch.cumsum(torch.ones_like(torch.new_empty(seed, [count])), 0) * -7046029254386353131
    x = torch.bitwise_xor(x, (self).shifted(x, 30, 17179869183)) * -4658895280553007687
    x = torch.bitwise_xor(x, (self).shifted(x, 27, 137438953471)) * -7723592293110705685
    x = torch.bitwise_xor(x, (self).shifted(x, 31, 8589934591))
    return torch.to((self).shifted(x, 11, 9007199254740991) + 1, 7) / 9007199254740992.
  def erased(self: __torch__.Functions,
    clips: Tensor,
    box: Tensor,
    seed: Tensor) -> Tensor:
    covered = torch.clone(clips)
    place = (self).inside(covered, box)
    count = torch.numel(place)
    numbers = (self).uniform(2 * count, seed)
    radius = torch.sqrt(torch.log(torch.narrow(numbers, 0, 0, count)) * -2.)
    noise = radius * torch.cos(torch.narrow(numbers, 0, count, count) * 6.2831853071795862)
    torch.copy_(place, torch.view_as(noise, place))
    return covered
  def pasted(self: __torch__.Functions,
    clips: Tensor,
    box: Tensor) -> Tensor:
    mixed = torch.clone(clips)
    torch.copy_((self).inside(mixed, box), (self).inside(torch.flip(clips, [0]), box))
    return mixed
