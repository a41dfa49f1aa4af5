/// An image's positions attend to one another and then to the text, and a feed-forward layer follows
/// (Rombach et al. 2022, appendix E.2.1): (B, H, W, C) → (B, H, W, C). It begins as the identity.
struct SpatialTransformer {
  private let norm: GroupNorm
  private let selfAttention: CrossAttention
  /// Nil for a model without text.
  private let cross: (norm: Norm, attention: CrossAttention)?
  private let feedForwardNorm: Norm
  private let feedForwardInput, feedForwardOutput: Linear

  /// - Parameter text: channels of the text's states.
  init(_ source: ParameterSource, width: Int, text: Int?, heads: Int, groups: Int) {
    norm = GroupNorm(source["norm"], channels: width, groups: groups)
    selfAttention = CrossAttention(source["self"], width: width, context: width, heads: heads)
    cross = text.map { text in
      (
        Norm(source["crossNorm"], width: width),
        CrossAttention(source["cross"], width: width, context: text, heads: heads)
      )
    }
    feedForwardNorm = Norm(source["feedForwardNorm"], width: width)
    feedForwardInput = Linear(source["feedForward.input"], width, 4 * width)
    feedForwardOutput = Linear(
      source["feedForward.output"], 4 * width, width, start: .constant(0))
  }

  /// - Parameter text: states, (B, S, text).
  func callAsFunction(_ x: Variable, text: Variable?) -> Variable {
    var y = x.reshaped([x.shape[0], x.shape[1] * x.shape[2], x.shape[3]])
    let normed = norm(y)
    y = y + selfAttention(normed, to: normed)
    if let cross, let text { y = y + cross.attention(cross.norm(y), to: text) }
    let hidden = feedForwardInput(feedForwardNorm(y), activation: .gelu)
    return (y + feedForwardOutput(hidden)).reshaped(x.shape)
  }
}
