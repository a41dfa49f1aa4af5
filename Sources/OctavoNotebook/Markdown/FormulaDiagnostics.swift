import OctavoMathematics

/// What is wrong with a formula, with its places in the notebook.
struct FormulaDiagnostics {
  private let problems: [MathProblem]
  private let text: LocatedText

  /// - Parameter lines: Where each line of the source begins.
  init(_ problems: [MathProblem], _ source: String, lines: [SourcePosition]) {
    self.problems = problems
    var stretches: [LocatedText.Stretch] = []
    var offset = 0
    let parts = source.split(separator: "\n", omittingEmptySubsequences: false)
    for (part, position) in zip(parts, lines) {
      stretches.append(.init(offset: offset, position: position))
      offset += part.unicodeScalars.count + 1
    }
    text = LocatedText(source, stretches: stretches)
  }

  init(_ problems: [MathProblem], in text: LocatedText) {
    self.problems = problems
    self.text = text
  }

  /// All are warnings: a formula that is not understood stays readable.
  var all: [Diagnostic] {
    let firstFatal = problems.firstIndex(where: \.isFatal)
    return problems.enumerated().map { index, problem in
      let range = text.range(of: problem.range)
      let consequence =
        index == firstFatal ? "; the report shows this formula as its source" : ""
      return Diagnostic(
        problem.identifier, .warning, at: range, problem.message + consequence,
        remedy: problem.remedy,
        replacement: problem.replacement.map {
          Replacement(of: text[problem.range].text, at: range, by: $0)
        })
    }
  }
}

extension MathProblem {
  fileprivate var identifier: DiagnosticIdentifier {
    switch kind {
    case .unknownCommand, .unknownEnvironment: .unknownCommand
    case .malformed, .tooDeep, .tooLong: .invalidFormula
    case .ignored: .ignoredCommand
    }
  }
}
