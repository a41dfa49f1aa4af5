/// Attention of every position to a whole context, which depends on the distances between positions
/// (rotary positions, Su et al. 2021): (N, T, C) to (N, S, C) → (N, T, C).
struct PositionedAttention {
  private let query, keyValue, output: Linear
  private let heads: Int
  private let rotary: RotaryTable

  /// - Parameter start: initialization of the output matrix.
  init(
    _ source: ParameterSource, _ configuration: GPT.Configuration, _ rotary: RotaryTable,
    start: ParameterShape.Initialization
  ) {
    let (width, hasBias) = (configuration.width, configuration.biases)
    query = Linear(source["query"], width, width, hasBias: hasBias)
    keyValue = Linear(source["keyValue"], width, 2 * width, hasBias: hasBias)
    output = Linear(source["output"], width, width, hasBias: hasBias, start: start)
    heads = configuration.heads
    self.rotary = rotary
  }

  /// - Parameters:
  ///   - positions: of the T rows of each sequence.
  ///   - contextPositions: of the S rows of each context.
  func callAsFunction(
    _ x: Variable, at positions: [Int], to context: Variable, at contextPositions: [Int]
  ) -> Variable {
    func repeated(_ positions: [Int]) -> [Int] { (0..<x.shape[0]).flatMap { _ in positions } }
    let queries = query(x).rotated(rotary, heads: heads, positions: repeated(positions))
    let keysValues = keyValue(context)
      .rotated(rotary, heads: heads, positions: repeated(contextPositions))
    return output(queries.attention(to: keysValues, heads: heads))
  }
}
