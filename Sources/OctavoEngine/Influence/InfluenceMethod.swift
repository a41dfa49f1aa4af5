/// How the influence of a training example z on the loss of a query q is computed. The score is
///
///     −∇L(q)ᵀ H⁻¹ ∇L(z),
///
/// the change of the query's loss, to first order, per weight that z gains in the mean training loss
/// (Koh & Liang 2017, arXiv 1703.04730): below 0 for what helps.
public enum InfluenceMethod: String, Codable, Hashable, Sendable, CaseIterable {
  /// H is the Fisher information matrix as EK-FAC approximates it.
  case ekfac
  /// H is the Fisher information matrix of the drawn labels itself.
  case exact
  /// H is the identity: the dot product of the gradients.
  case gradient
  /// The cosine between the gradients.
  case cosine

  public struct Settings: Codable, Hashable, Sendable {
    public var method: InfluenceMethod
    /// What is added to H's eigenvalues, as a multiple of their mean.
    public var damping: Double
    /// How often labels are drawn for every training example.
    public var rounds: Int

    public init(_ method: InfluenceMethod = .ekfac, damping: Double = 0.1, rounds: Int = 1) {
      self.method = method
      self.damping = damping
      self.rounds = rounds
    }
  }

  public var hasCurvature: Bool { self == .ekfac || self == .exact }
}

extension ResponseGradients {
  /// The score of each example, a column, for each query, a row; nil where the gradients are not
  /// finite, or the curvature is zero.
  ///
  /// - Parameters:
  ///   - stream: that of the drawn labels.
  ///   - progress: is called with the number of passes over an example that are done.
  public func influence(
    of examples: [PromptResponse], on queries: [PromptResponse],
    _ settings: InfluenceMethod.Settings, stream: RandomStream,
    progress: (_ done: Int) throws -> Void = { _ in }
  ) throws -> [[Double]]? {
    let targets = try rows(of: queries.map { RelabeledResponse($0) }, progress: progress)
    let sources = try rows(of: examples.map { RelabeledResponse($0) }) {
      try progress(queries.count + $0)
    }
    let drawn =
      settings.method.hasCurvature
      ? model.drawnLabels(of: examples, rounds: settings.rounds, stream: stream) : []
    let passes = { try progress(queries.count + examples.count + $0) }
    let products: [[Double]]?
    switch settings.method {
    case .ekfac:
      let factors = try KroneckerFactors(self, drawn, progress: passes)
      products = factors.solve(targets, damping: settings.damping).products(with: sources)
    case .exact:
      let samples = try rows(of: drawn, progress: passes)
      products = DampedFisher(samples: samples, damping: settings.damping)?
        .products(targets, sources)
    case .gradient: products = targets.products(with: sources)
    case .cosine: products = targets.cosines(with: sources)
    }
    guard let products, products.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    return products.map { $0.map { -$0 } }
  }
}

extension Tensor {
  /// The cosine of every row with every row of another tensor; 0 where one of them is zero.
  fileprivate func cosines(with other: Tensor) -> [[Double]] {
    let (lengths, otherLengths) = (rowLengths, other.rowLengths)
    return zip(products(with: other), lengths).map { row, length in
      zip(row, otherLengths).map { product, otherLength in
        length > 0 && otherLength > 0 ? product / (length * otherLength) : 0
      }
    }
  }

  private var rowLengths: [Double] {
    let values = values
    return (0..<rows).map { row in
      values[row * columns..<(row + 1) * columns]
        .reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
  }
}
