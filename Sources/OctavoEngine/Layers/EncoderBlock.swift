/// A block of a transformer in which all positions see one another, pre-norm as in the vision
/// transformer (Dosovitskiy et al. 2021): attention, then a feed-forward layer, each added to the
/// stream. (B, T, C) → (B, T, C)
struct EncoderBlock {
  private let attentionNorm: Norm
  private let attention: CrossAttention
  private let feedForwardNorm: Norm
  private let input, output: Linear

  /// - Parameter layers: how many blocks add to the stream; with more of them, the initial weights
  ///   of what each adds are smaller.
  init(_ source: ParameterSource, width: Int, heads: Int, layers: Int) {
    let residual = ParameterShape.Initialization.normal(
      deviation: 1 / Double(2 * layers * width).squareRoot())
    attentionNorm = Norm(source["attentionNorm"], width: width)
    attention = CrossAttention(
      source["attention"], width: width, context: width, heads: heads, start: residual)
    feedForwardNorm = Norm(source["feedForwardNorm"], width: width)
    input = Linear(source["feedForward.input"], width, 4 * width)
    output = Linear(source["feedForward.output"], 4 * width, width, start: residual)
  }

  func callAsFunction(_ x: Variable) -> Variable {
    let normed = normed(x)
    return self(x, normed, to: normed)
  }

  /// The stream as attention reads it.
  func normed(_ x: Variable) -> Variable { attentionNorm(x) }

  /// The block with attention to a context: the stream itself or another one, normed.
  func callAsFunction(_ x: Variable, _ normed: Variable, to context: Variable) -> Variable {
    let x = x + attention(normed, to: context)
    return x + output(input(feedForwardNorm(x), activation: .gelu))
  }
}
