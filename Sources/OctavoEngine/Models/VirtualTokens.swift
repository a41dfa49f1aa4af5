/// Trained vectors that a model reads before every text and that correspond to no token of the
/// vocabulary.
public struct VirtualTokens: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Embeddings, a soft prompt (prompt tuning, Lester et al. 2021).
    case prompt
    /// Keys and values in every block (prefix tuning, Li & Liang 2021).
    case prefix
  }

  public var kind: Kind
  public var count: Int

  public init(_ kind: Kind, count: Int) {
    self.kind = kind
    self.count = count
  }
}

extension GPT.Configuration {
  /// The settings of this model with virtual tokens, which take positions of its context.
  ///
  /// - Throws: where no position is left for text, or the model has virtual tokens already.
  public func adding(_ tokens: VirtualTokens) throws(ConfigurationProblem) -> GPT.Configuration {
    guard virtualTokens == nil else {
      throw ConfigurationProblem(
        setting: "virtualTokens",
        message: "the model has virtual tokens already, and no others can be put before them")
    }
    guard 1..<context ~= tokens.count else {
      throw ConfigurationProblem(
        setting: "virtualTokens",
        message: "\(tokens.count) virtual tokens leave no room for text in a context of \(context)")
    }
    var configuration = self
    configuration.context -= tokens.count
    configuration.virtualTokens = tokens
    return configuration
  }

  /// The most positions of a sequence, those of virtual tokens included.
  var positionCount: Int { context + (virtualTokens?.count ?? 0) }

  /// How many numbers one virtual token has.
  func width(of kind: VirtualTokens.Kind) -> Int {
    switch kind {
    case .prompt: width
    case .prefix: layers * 2 * attentionHeads.keys * attentionHeads.width
    }
  }
}
