/// Digits that are combined one after the other, such as `7-5-8-6`, with the results on the way.
public struct ChainProblem: Hashable, Sendable {
  /// How a result is combined with the next digit.
  public enum Step: String, CaseIterable, Codable, Hashable, Sendable {
    /// The distance between the two. Each result depends on the one before it, and nothing shorter
    /// gives the answer.
    case difference
    /// The larger of the two. One look at all digits is enough.
    case maximum

    /// What stands between two digits.
    public var mark: Character { self == .difference ? "-" : "^" }

    public func callAsFunction(_ left: Int, _ right: Int) -> Int {
      self == .difference ? abs(left - right) : max(left, right)
    }
  }

  public let step: Step
  /// Three or more.
  public let digits: [Int]

  /// - Precondition: there are at least three digits.
  public init(_ step: Step, digits: [Int]) {
    precondition(digits.count >= 3 && digits.allSatisfy((0...9).contains))
    self.step = step
    self.digits = digits
  }

  /// Reads what `question` writes, with or without an equals sign; nil for anything else.
  public init?(question: String) {
    let characters = Array(question.last == "=" ? question.dropLast() : question[...])
    guard characters.count >= 5, !characters.count.isMultiple(of: 2),
      let step = Step.allCases.first(where: { $0.mark == characters[1] })
    else { return nil }
    var digits: [Int] = []
    for (place, character) in characters.enumerated() {
      if place.isMultiple(of: 2) {
        guard let digit = ChainForm.digits.value(of: character) else { return nil }
        digits.append(digit)
      } else if character != step.mark {
        return nil
      }
    }
    self.init(step, digits: digits)
  }

  public var question: String {
    digits.map(ChainForm.digits.text).joined(separator: String(step.mark))
  }

  public var answer: Int { digits.dropFirst().reduce(digits[0]) { step($0, $1) } }

  /// The results on the way, without the answer: one fewer than there are steps.
  public var middle: [Int] {
    var results: [Int] = []
    for digit in digits.dropFirst().dropLast() {
      results.append(step(results.last ?? digits[0], digit))
    }
    return results
  }

  /// The answer that follows from the last of some results.
  public func answer(after middle: [Int]) -> Int? {
    middle.last.map { step($0, digits[digits.count - 1]) }
  }

  /// The middles in which one result is replaced by another digit and the later ones follow from it,
  /// if another answer follows from them. In those of maxima, no result is below the one before it.
  public var corruptedMiddles: [[Int]] {
    let middle = middle
    return middle.indices.flatMap { place in
      (0...9).compactMap { digit -> [Int]? in
        let least = step == .maximum ? max(place > 0 ? middle[place - 1] : 0, digits[place + 1]) : 0
        guard digit != middle[place], digit >= least else { return nil }
        var corrupted = Array(middle[..<place]) + [digit]
        for index in place + 1..<max(middle.count, place + 1) {
          corrupted.append(step(corrupted[index - 1], digits[index + 1]))
        }
        return answer(after: corrupted) == answer ? nil : corrupted
      }
    }
  }
}
