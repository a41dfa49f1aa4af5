import OctavoEngine

/// What a model reads between the digits of a chain and its answer.
enum ChainMiddle: String, CaseIterable {
  /// Nothing: the answer follows at once.
  case none
  /// The right results.
  case given
  /// The right results as letters.
  case paraphrased
  /// The right results in reverse order, where that is another one.
  case reordered
  /// As many dots as there are results.
  case filler
  /// The results with one replaced by a wrong one, and those that follow from it.
  case corrupted

  /// A question up to its answer, and the answer that the middle implies, nil if it implies none.
  ///
  /// - Returns: nil if the chain has no such middle.
  func prompt(
    _ problem: ChainProblem, using stream: inout RandomStream
  ) -> (text: String, implied: Int?)? {
    func prompt(_ middle: String, _ implied: Int?) -> (text: String, implied: Int?) {
      ("\(problem.question)\(middle)=", implied)
    }
    let results = problem.middle
    switch self {
    case .none: return prompt("", nil)
    case .given: return prompt(ChainForm.digits.text(results), problem.answer)
    case .paraphrased: return prompt(ChainForm.letters.text(results), problem.answer)
    case .reordered:
      let reordered = Array(results.reversed())
      return reordered == results ? nil : prompt(ChainForm.digits.text(reordered), nil)
    case .filler: return prompt(ChainForm.filler(results.count), nil)
    case .corrupted:
      let middles = problem.corruptedMiddles
      guard !middles.isEmpty else { return nil }
      let middle = middles[stream.integer(below: middles.count)]
      return prompt(ChainForm.digits.text(middle), problem.answer(after: middle))
    }
  }
}
