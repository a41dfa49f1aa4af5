import OctavoRunner

/// The part of a text whose tokens a model predicts.
extension CorpusPart {
  func characters(of data: Corpus.Outline) -> Int {
    self == .validation ? data.validationCount : data.forTraining
  }

  /// Reports a part in which there is nothing to predict.
  func check(_ data: Corpus.Outline?, at field: FieldReference?, to problems: inout Problems) {
    guard let data else { return }
    if self == .validation, data.validationCount == 0 {
      problems.report(
        at: field, "the validation split of this text is empty",
        remedy:
          "evaluate on `part: training`, or make a validation split with `validation-fraction`")
    }
    if characters(of: data) == 1 {
      problems.report(
        at: field, "the text is a single character, and none is predicted from it",
        remedy: "give a longer text")
    }
  }

  /// The first token, and those that are predicted.
  ///
  /// - Parameter limit: the most tokens that are predicted.
  func tokens(of data: Corpus, by model: LanguageModel, limit: Int?) throws -> [Int32] {
    let all = try model.tokenizer.encode(self == .validation ? data.validation : data.training)
    let tokens = Array(limit.map { $0 < all.count ? all[...$0] : all[...] } ?? all[...])
    guard tokens.count > 1 else {
      throw OperationError("there is no token to predict: the text has \(tokens.count)")
    }
    return tokens
  }
}
