/// Attention of every position to all of a context (Vaswani et al. 2017): (B, T, C) to (B, S, context)
/// → (B, T, C). With the queries as context it is self-attention.
struct CrossAttention {
  private let query, keyValue, output: Linear
  private let heads: Int

  /// - Parameter start: of the matrix that writes to the stream, by default nothing.
  init(
    _ source: ParameterSource, width: Int, context: Int, heads: Int,
    start: ParameterShape.Initialization = .constant(0)
  ) {
    query = Linear(source["query"], width, width)
    keyValue = Linear(source["keyValue"], context, 2 * width)
    output = Linear(source["output"], width, width, start: start)
    self.heads = heads
  }

  func callAsFunction(_ x: Variable, to context: Variable) -> Variable {
    output(query(x).attention(to: keyValue(context), heads: heads))
  }
}
