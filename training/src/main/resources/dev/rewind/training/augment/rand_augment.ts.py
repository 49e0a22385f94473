  def blend(self: __torch__.Functions,
    base: Tensor,
    frames: Tensor,
    factor: Tensor) -> Tensor:
    return torch.trunc(torch.clamp(base + (frames - base) * factor, 0., 255.))
  def grey(self: __torch__.Functions,
    frames: Tensor) -> Tensor:
    red = torch.narrow(frames, 1, 0, 1)
    green = torch.narrow(frames, 1, 1, 1)
    blue = torch.narrow(frames, 1, 2, 1)
    return torch.floor((red * 19595. + green * 38470. + blue * 7471. + 32768.) / 65536.)
  def auto_contrast(self: __torch__.Functions,
    frames: Tensor,
    none: Tensor) -> Tensor:
    low = torch.to(torch.amin(frames, [2, 3], True), 7)
    high = torch.to(torch.amax(frames, [2, 3], True), 7)
    scale = torch.full_like(low, 255.) / (high - low)
    stretched = torch.clamp(torch.floor(torch.to(frames, 7) * scale - low * scale), 0., 255.)
    return torch.where(torch.gt(high, low), torch.to(stretched, 6), frames)
  def equalize(self: __torch__.Functions,
    frames: Tensor,
    none: Tensor) -> Tensor:
    values = torch.flatten(torch.to(torch.flatten(frames, 0, 1), 4), 1)
    planes = torch.size(values, 0)
    ones = torch.ones_like(values)
    counts = torch.scatter_add(torch.zeros_like(torch.new_empty(values, [planes, 256])), 1, values, ones)
    last = torch.gather(counts, 1, torch.amax(values, [1], True))
    step = torch.floor_divide(torch.size(values, 1) - last, 255)
    below = torch.cumsum(counts, 1) - counts
    even = torch.floor_divide(below + torch.floor_divide(step, 2), torch.clamp(step, 1))
    same = torch.cumsum(torch.ones_like(counts), 1) - 1
    table = torch.where(torch.eq(step, 0), same, torch.clamp(even, None, 255))
    return torch.view_as(torch.to(torch.gather(table, 1, values), 6), frames)
  def invert(self: __torch__.Functions,
    frames: Tensor,
    none: Tensor) -> Tensor:
    return 255. - frames
  def posterize(self: __torch__.Functions,
    frames: Tensor,
    bits: Tensor) -> Tensor:
    step = torch.exp2(8. - bits)
    return torch.floor(frames / step) * step
  def solarize(self: __torch__.Functions,
    frames: Tensor,
    threshold: Tensor) -> Tensor:
    return torch.where(torch.lt(frames, threshold), frames, 255. - frames)
  def solarize_add(self: __torch__.Functions,
    frames: Tensor,
    added: Tensor) -> Tensor:
    return torch.where(torch.lt(frames, 128.), torch.clamp(frames + added, None, 255.), frames)
  def colour(self: __torch__.Functions,
    frames: Tensor,
    factor: Tensor) -> Tensor:
    return (self).blend((self).grey(frames), frames, factor)
  def contrast(self: __torch__.Functions,
    frames: Tensor,
    factor: Tensor) -> Tensor:
    mean = torch.mean(torch.to((self).grey(frames), 7), [1, 2, 3], True)
    return (self).blend(torch.to(torch.floor(mean + 0.5), 6), frames, factor)
  def brightness(self: __torch__.Functions,
    frames: Tensor,
    factor: Tensor) -> Tensor:
    return (self).blend(torch.zeros_like(frames), frames, factor)
  def sharpness(self: __torch__.Functions,
    frames: Tensor,
    factor: Tensor) -> Tensor:
    planes = torch.unsqueeze(torch.flatten(frames, 0, 1), 1)
    sums = torch.avg_pool2d(planes, [3, 3], [1, 1], [0, 0], False, True, 1)
    h = torch.size(frames, 2) - 2
    w = torch.size(frames, 3) - 2
    smooth = torch.clone(planes)
    inner = torch.narrow(torch.narrow(smooth, 2, 1, h), 3, 1, w)
    torch.copy_(inner, torch.floor((sums + inner * 4.) / 13. + 0.5))
    return (self).blend(torch.view_as(smooth, frames), frames, factor)
  def cubic(self: __torch__.Functions,
    a: Tensor,
    b: Tensor,
    c: Tensor,
    d: Tensor,
    x: Tensor) -> Tensor:
    return b + x * (c - a + x * (2. * (a - b) + c - d + x * (b - a + d - c)))
  def pixels(self: __torch__.Functions,
    planes: Tensor,
    row: Tensor,
    column: Tensor,
    h: int,
    w: int) -> Tensor:
    place = torch.clamp(row, 0, h - 1) * w + torch.clamp(column, 0, w - 1)
    return torch.index_select(planes, 0, place)
  def line(self: __torch__.Functions,
    planes: Tensor,
    row: Tensor,
    column: Tensor,
    x: Tensor,
    h: int,
    w: int) -> Tensor:
    a = (self).pixels(planes, row, column - 1, h, w)
    b = (self).pixels(planes, row, column, h, w)
    c = (self).pixels(planes, row, column + 1, h, w)
    d = (self).pixels(planes, row, column + 2, h, w)
    return (self).cubic(a, b, c, d, x)
  def moved(self: __torch__.Functions,
    frames: Tensor,
    matrix: Tensor) -> Tensor:
    h = torch.size(frames, 2)
    w = torch.size(frames, 3)
    planes = torch.contiguous(torch.t(torch.flatten(torch.flatten(frames, 0, 1), 1)))
    ones = torch.ones_like(torch.new_empty(matrix, [h, w]))
    ys = torch.flatten(torch.cumsum(ones, 0) - 0.5)
    xs = torch.flatten(torch.cumsum(ones, 1) - 0.5)
    from_x = torch.select(matrix, 0, 0) * xs + torch.select(matrix, 0, 1) * ys + torch.select(matrix, 0, 2)
    from_y = torch.select(matrix, 0, 3) * xs + torch.select(matrix, 0, 4) * ys + torch.select(matrix, 0, 5)
    columns = torch.logical_and(torch.ge(from_x, 0.), torch.lt(from_x, w))
    rows = torch.logical_and(torch.ge(from_y, 0.), torch.lt(from_y, h))
    left = torch.floor(from_x - 0.5)
    top = torch.floor(from_y - 0.5)
    x = torch.unsqueeze(torch.to(from_x - 0.5 - left, 6), 1)
    y = torch.unsqueeze(torch.to(from_y - 0.5 - top, 6), 1)
    column = torch.to(left, 4)
    row = torch.to(top, 4)
    a = (self).line(planes, row - 1, column, x, h, w)
    b = (self).line(planes, row, column, x, h, w)
    c = (self).line(planes, row + 1, column, x, h, w)
    d = (self).line(planes, row + 2, column, x, h, w)
    values = torch.trunc(torch.clamp((self).cubic(a, b, c, d, y), 0., 255.))
    inside = torch.unsqueeze(torch.logical_and(columns, rows), 1)
    return torch.view_as(torch.contiguous(torch.t(torch.where(inside, values, 128.))), frames)
