  # q, k and v are [B, N, h, d]; the fused attention wants the heads before the tokens, by strides alone.
  def attention(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    o = torch.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2))
    return torch.reshape(o.transpose(1, 2), [q.size(0), q.size(1), -1])

  # bf16 products of 32-bit values

  def linear_bf16(self: __torch__.Functions, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x.to(15), w.to(15)).to(6)

  def linear_bias_bf16(self: __torch__.Functions, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.linear(x.to(15), w.to(15), b.to(15)).to(6)

  # Queries, keys and values, from tokens that are cast once.
  def project_bf16(self: __torch__.Functions, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    y = x.to(15)
    return (torch.linear(y, wq.to(15)).to(6), torch.linear(y, wk.to(15)).to(6), torch.linear(y, wv.to(15)).to(6))

  def project_bias_bf16(self: __torch__.Functions, x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, bq: Tensor, bk: Tensor, bv: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    y = x.to(15)
    return (torch.linear(y, wq.to(15), bq.to(15)).to(6), torch.linear(y, wk.to(15), bk.to(15)).to(6), torch.linear(y, wv.to(15), bv.to(15)).to(6))

  def mlp_graph_bf16(self: __torch__.Functions, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    return torch.linear(torch.gelu(torch.linear(x.to(15), w1.to(15), b1.to(15))), w2.to(15), b2.to(15)).to(6)

  def mlp_bf16(self: __torch__.Functions, x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    rows = torch.reshape(x, [-1, x.size(-1)])
    n = rows.size(0)
    u1, c1, u2 = w1.to(15), b1.to(15), w2.to(15)
    out = torch.empty([n, w2.size(0)], dtype=x.dtype)
    i = 0
    while i < n:
      m = min(784, n - i)
      h = torch.gelu_(torch.linear(rows.narrow(0, i, m).to(15), u1, c1))
      torch.add(torch.linear(h, u2).to(6), b2, alpha=1, out=out.narrow(0, i, m))
      i = i + m
    return torch.reshape(out, [x.size(0), x.size(1), w2.size(0)])

  # Composed of two products: on a CPU the fused attention gains nothing from bf16.
  def attention_bf16(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    n, h, d = q.size(1), q.size(2), q.size(3)
    qs, ks, vs = torch.mul(q, d ** -0.5).to(15), k.to(15), v.to(15)
    out = torch.empty_like(qs)
    scores = torch.empty([min(392, n), k.size(1)], dtype=15)
    for b in range(q.size(0)):
      for j in range(h):
        keys = torch.select(torch.select(ks, 0, b), 1, j).t()
        values = torch.select(torch.select(vs, 0, b), 1, j)
        i = 0
        while i < n:
          m = min(392, n - i)
          s = scores.narrow(0, 0, m)
          torch.mm(torch.select(torch.select(qs, 0, b), 1, j).narrow(0, i, m), keys, out=s)
          torch._softmax(s, -1, False, out=s)
          torch.mm(s, values, out=torch.select(torch.select(out, 0, b), 1, j).narrow(0, i, m))
          i = i + m
    return torch.linear(out.view([q.size(0), n, h * d]), w.to(15), bias.to(15)).to(6)

  def attention_graph_bf16(self: __torch__.Functions, q: Tensor, k: Tensor, v: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(self.attention(q.to(15), k.to(15), v.to(15)), w.to(15), bias.to(15)).to(6)
