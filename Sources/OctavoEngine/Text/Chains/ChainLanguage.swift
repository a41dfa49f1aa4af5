/// Lines of chains: `7-5-8-6=0` has the answer alone, `7-5-8-6[26]=0` the results on the way before it,
/// and `7-5-8-6[..]=0` a dot in place of each.
public struct ChainLanguage: Hashable, Sendable {
  /// What stands between the brackets.
  public enum Middle: Hashable, Sendable {
    case results
    /// The results of a chain of other digits.
    case unrelated
  }

  /// The most digits of a chain.
  public static let mostDigits = 9

  public let step: ChainProblem.Step
  /// How many digits a chain has.
  public let length: Int
  public let middle: Middle
  /// The share of lines with a middle, and the share of these that write it in letters.
  public let written, letters: Double
  /// The share of lines with dots.
  public let filler: Double

  /// - Precondition: a chain has three digits to `mostDigits`, and the shares are in 0 ... 1.
  public init(
    _ step: ChainProblem.Step, length: Int, middle: Middle = .results, written: Double = 0.5,
    letters: Double = 0.25, filler: Double = 0.1
  ) {
    precondition((3...Self.mostDigits).contains(length))
    self.step = step
    self.length = length
    self.middle = middle
    self.written = written
    self.letters = letters
    self.filler = filler
  }

  public var problemCount: Int { (0..<length).reduce(1) { count, _ in count * 10 } }

  /// The most characters of a line, its end included.
  public var lineLength: Int { 3 * length + 2 }

  /// Chains drawn at random without repetition.
  ///
  /// - Precondition: `count` is at most `problemCount`.
  public func problems(
    count: Int, from stream: RandomStream, progress: (_ done: Int) throws -> Void
  ) rethrows -> [ChainProblem] {
    var stream = stream.derived(for: "chains")
    return try stream.distinctNumbers(count: count, below: problemCount) { index, number in
      try progress(index)
      return problem(number)
    }
  }

  /// - Parameter number: has the chain's digits as its own.
  private func problem(_ number: Int) -> ChainProblem {
    var (digits, rest) = ([Int](), number)
    for _ in 0..<length {
      digits.append(rest % 10)
      rest /= 10
    }
    return ChainProblem(step, digits: digits)
  }

  /// What a line has after its question, its end included. Whether it has a middle, and of what kind, depends
  /// on the index and the stream's seed alone.
  public func continuation(
    of problem: ChainProblem, index: Int, from stream: RandomStream
  ) -> String {
    var stream = stream.derived(for: "middle", index: index)
    var text = ""
    let place = stream.uniform()
    if place < written {
      let form = stream.uniform() < letters ? ChainForm.letters : .digits
      let other = self.problem(stream.integer(below: problemCount))
      text += form.text((middle == .results ? problem : other).middle)
    } else if place < written + filler {
      text += ChainForm.filler(problem.middle.count)
    }
    return "\(text)=\(problem.answer)\n"
  }
}
