/// Attention of every position to all of a context (Vaswani et al. 2017): (B, T, C) to (B, S, context)
/// → (B, T, C). With the queries as context it is self-attention.
struct CrossAttention {
  private let query, keyValue, output: Linear
  private let heads: Int

  /// What is added to the stream begins at zero.
  init(_ source: ParameterSource, width: Int, context: Int, heads: Int) {
    query = Linear(source["query"], width, width)
    keyValue = Linear(source["keyValue"], context, 2 * width)
    output = Linear(source["output"], width, width, start: .constant(0))
    self.heads = heads
  }

  func callAsFunction(_ x: Variable, to context: Variable) -> Variable {
    output(query(x).attention(to: keyValue(context), heads: heads))
  }
}
