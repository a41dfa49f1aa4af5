extension LowRankAdapter {
  /// Columns of a matrix that LLaMA's files have as a matrix of their own. An adapter that was
  /// learned elsewhere may change them alone, or each by factors of its own.
  enum Part: String, CaseIterable {
    case query, key, value
    case gate, up

    /// The matrix that has these columns.
    var target: Target {
      switch self {
      case .query, .key, .value: .attentionInput
      case .gate, .up: .feedForwardInput
      }
    }

    /// Nil where the model's feed-forward layers are not gated, and so have no such parts.
    func columns(in model: GPT.Configuration) -> Range<Int>? {
      let heads = model.attentionHeads
      let (queries, keys) = (heads.queries * heads.width, heads.keys * heads.width)
      let hidden = model.hiddenWidth
      switch self {
      case .query: return 0..<queries
      case .key: return queries..<queries + keys
      case .value: return queries + keys..<queries + 2 * keys
      case .gate: return model.activation == .swiGLU ? 0..<hidden : nil
      case .up: return model.activation == .swiGLU ? hidden..<2 * hidden : nil
      }
    }
  }

  /// What an adapter may change of a matrix, all of it first, by the name of the change.
  ///
  /// - Parameter matrix: the parameter's name without `.weight`.
  static func changes(
    of matrix: String, outputs: Int, in model: GPT.Configuration
  ) -> [(name: String, columns: Range<Int>)] {
    let parts = Part.allCases.filter { matrix.hasSuffix(".\($0.target.rawValue)") }
    return [(matrix, 0..<outputs)]
      + parts.compactMap { part in part.columns(in: model).map { ("\(matrix).\(part)", $0) } }
  }

  /// What keeps the adapter from being merged into a model, if anything.
  public func problem(for other: GPT.Configuration) -> String? {
    Self.problem(ofOneFor: model, on: other)
  }

  /// What keeps an adapter that was trained on one model from being merged into another, if
  /// anything.
  public static func problem(
    ofOneFor model: GPT.Configuration, on other: GPT.Configuration
  ) -> String? {
    sizes(in: model) == sizes(in: other)
      ? nil : "the adapter was trained on a model of other sizes"
  }

  /// The inputs and outputs of all that can be changed in a model, by the name of the change.
  private static func sizes(in model: GPT.Configuration) -> [String: [Int]] {
    let matrices = adapted(Settings(targets: Target.allCases), model)
    let sizes = matrices.flatMap { matrix in
      changes(
        of: String(matrix.name.dropLast(".weight".count)), outputs: matrix.shape[1], in: model
      ).map { ($0.name, [matrix.shape[0], $0.columns.count]) }
    }
    return Dictionary(uniqueKeysWithValues: sizes)
  }
}
