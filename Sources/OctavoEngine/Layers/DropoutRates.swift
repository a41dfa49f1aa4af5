/// How much a transformer drops in training, at the three places of GPT-2 (Radford et al. 2019).
public struct DropoutRates: Codable, Hashable, Sendable {
  /// Of the sum of token and position embeddings (`embd_pdrop`).
  public var embedding: Double
  /// Of the attention probabilities (`attn_pdrop`).
  public var attention: Double
  /// Of what attention and feed-forward add to the residual stream (`resid_pdrop`).
  public var residual: Double

  public init(embedding: Double = 0, attention: Double = 0, residual: Double = 0) {
    self.embedding = embedding
    self.attention = attention
    self.residual = residual
  }

  /// One rate for all three.
  public init(_ rate: Double) {
    self.init(embedding: rate, attention: rate, residual: rate)
  }

  public static let zero = DropoutRates(0)

  /// Whether each rate is at least 0 and below 1.
  var isValid: Bool { [embedding, attention, residual].allSatisfy { $0 >= 0 && $0 < 1 } }

  /// The dropout of one pass, or of several that are to drop the same; nil where nothing is dropped.
  ///
  /// - Parameters: as for `Dropout`.
  package func drawn(from stream: RandomStream, sequences: [Int]? = nil) -> NetworkDropout? {
    self == .zero ? nil : NetworkDropout(rates: self, stream: stream, sequences: sequences)
  }
}

extension DropoutRates: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

/// The dropout of one pass through a transformer, by place; nil where a rate is zero. Networks of
/// one shape that are given the same one drop the same activations.
public struct NetworkDropout: Sendable {
  let embedding, attention, residual: Dropout?

  init(rates: DropoutRates, stream: RandomStream, sequences: [Int]?) {
    func dropout(_ rate: Double) -> Dropout? {
      rate > 0 ? Dropout(rate: rate, stream: stream, sequences: sequences) : nil
    }
    embedding = dropout(rates.embedding)
    attention = dropout(rates.attention)
    residual = dropout(rates.residual)
  }
}
