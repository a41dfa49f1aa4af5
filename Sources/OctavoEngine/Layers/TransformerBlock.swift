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
    let attended = attention(attentionNorm(x), pass, at: places)
      .dropout(pass.dropout?.residual, "\(name).attentionOutput")
    let x = (places.map(x.gathered) ?? x) + attended
    let normed = feedForwardNorm(x)
    let fed =
      switch feedForward {
      case .dense(let layer): layer(normed)
      case .experts(let experts): experts(normed, pass.routing)
      }
    return x + fed.dropout(pass.dropout?.residual, "\(name).feedForward")
  }
}

/// What a pass through the blocks of a transformer has beside the activations.
struct TransformerPass {
  /// Of every token in its sequence.
  let positions: [Int]
  /// How many positions at the left of each sequence nothing may see.
  let padding: [Int]?
  /// How many positions at the left of each sequence see one another; none if nil.
  var prefixes: [Int]? = nil
  /// Nil where the model is run rather than trained.
  let dropout: NetworkDropout?
  /// Takes in which experts the tokens went to.
  let routing: Routing?
}
