/// A block of a decoder-only transformer, pre-norm as in GPT-2 (Radford et al. 2019): attention, then
/// a feed-forward layer or experts, each added to the stream. (B, T, C) → (B, T, C)
struct TransformerBlock {
  enum FeedForwardPart {
    case dense(FeedForward)
    case experts(MixtureOfExperts)
  }

  let attentionNorm: Norm
  let attention: CausalSelfAttention
  let feedForwardNorm: Norm
  let feedForward: FeedForwardPart
  private let name: String

  init(_ source: ParameterSource, _ configuration: GPT.Configuration, _ rotary: RotaryTable?) {
    func norm(_ name: String) -> Norm {
      Norm(
        source[name], width: configuration.width, kind: configuration.normalization,
        hasBias: configuration.biases)
    }
    name = source.path
    attentionNorm = norm("attentionNorm")
    attention = CausalSelfAttention(source["attention"], configuration, rotary)
    feedForwardNorm = norm("feedForwardNorm")
    feedForward =
      configuration.experts.map { .experts(MixtureOfExperts(source, configuration, $0)) }
      ?? .dense(FeedForward(source["feedForward"], configuration))
  }

  /// - Parameter places: the rows of (B · T, C) that are wanted, so that the result is (places, C);
  ///   all if nil.
  func callAsFunction(
    _ x: Variable, _ pass: TransformerPass, at places: [Int32]? = nil
  ) -> Variable {
    fed(attended(x, pass, at: places), pass, at: places)
  }

  /// The stream after attention, before the feed-forward layer.
  func attended(
    _ x: Variable, _ pass: TransformerPass, at places: [Int32]? = nil
  ) -> Variable {
    let attended = attention(attentionNorm(x), pass, at: places)
      .dropout(pass.dropout?.residual, "\(name).attentionOutput")
    return (places.map(x.gathered) ?? x) + attended
  }

  /// The stream after the feed-forward layer.
  func fed(_ x: Variable, _ pass: TransformerPass, at places: [Int32]? = nil) -> Variable {
    let normed = feedForwardNorm(x)
    let fed =
      switch feedForward {
      case .dense(let layer): layer(normed)
      case .experts(let experts):
        experts(normed, tokens: places == nil ? pass.routing?.tokens : nil, pass.routing)
      }
    return x + fed.dropout(pass.dropout?.residual, "\(name).feedForward")
  }
}

/// What a pass through the blocks of a transformer has beside the activations.
struct TransformerPass {
  /// Of every token in its sequence.
  var positions: [Int]
  /// How many positions at the left of each sequence nothing may see.
  var padding: [Int]?
  /// How many positions at the left of each sequence see one another in both directions, as in a
  /// prefix LM; none if nil.
  var prefixes: [Int]? = nil
  /// Nil where the model is run rather than trained.
  var dropout: NetworkDropout?
  /// How tokens are routed to experts; records where they went.
  var routing: Routing?
  /// Where the virtual tokens of a learned prefix stand, which only attention sees; nil without one.
  var virtualTokens: VirtualTokenLayout?
  /// Of the learned prefix in this block, (count, row width).
  var virtualTokenRows: Variable?
  /// Records what attention reads.
  var rows: AttentionRows?
}

/// What attention reads in each block of a pass: queries, keys and values, (B · T, row width).
final class AttentionRows {
  private(set) var blocks: [Tensor] = []

  func append(_ rows: Tensor) { blocks.append(rows) }
}
