/// Additions such as `347+058=0405`: every number is padded with zeros to a fixed number of digits, so
/// that a digit's position in the line determines its place value.
///
/// With more summands and `steps`, the answer has every running total, as in `12+34+56=046=102`.
public struct SumLanguage: Hashable, Sendable {
  /// In which order the digits of an answer are written.
  public enum DigitOrder: Hashable, Sendable {
    case mostSignificantFirst
    /// The order of adding by hand: a digit depends on those of its own place and the carry from the
    /// one before, which makes the task far easier to learn (Lee et al. 2023, arXiv 2307.03381).
    case leastSignificantFirst
  }

  /// One addition.
  public struct Problem: Hashable, Sendable {
    public let question, answer: String
  }

  /// The most digits of a summand.
  public static let mostDigits = 9
  /// The most summands, whose sum has one digit more than each.
  public static let mostSummands = 10
  /// The most digits of all summands together, so that the additions can be counted.
  public static let mostDigitsInAll = 18

  /// Of each summand; the sum has one more.
  public let digits: Int
  public let summands: Int
  /// Whether the answer has every running total and not the sum alone.
  public let showsSteps: Bool
  public let order: DigitOrder

  /// - Precondition: there are 1 to `mostDigits` digits and 2 to `mostSummands` summands, and no
  ///   more than `mostDigitsInAll` together.
  public init(digits: Int, summands: Int = 2, showsSteps: Bool = false, order: DigitOrder) {
    precondition((1...Self.mostDigits).contains(digits))
    precondition((2...Self.mostSummands).contains(summands))
    precondition(digits * summands <= Self.mostDigitsInAll)
    self.digits = digits
    self.summands = summands
    self.showsSteps = showsSteps
    self.order = order
  }

  /// The number of different additions; a + b and b + a count as two.
  public var problemCount: Int { (0..<summands).reduce(1) { count, _ in count * limit } }

  /// The number of characters of a line, its end included.
  public var lineLength: Int {
    summands * (digits + 1) + (showsSteps ? summands - 1 : 1) * (digits + 2)
  }

  /// The smallest number with too many digits.
  private var limit: Int { (0..<digits).reduce(1) { power, _ in power * 10 } }

  /// Additions drawn at random without repetition.
  ///
  /// - Precondition: `count` is at most `problemCount`.
  public func problems(
    count: Int, from stream: RandomStream, progress: (_ done: Int) throws -> Void
  ) rethrows -> [Problem] {
    precondition(count <= problemCount)
    var stream = stream.derived(for: "sums")
    return try stream.distinctNumbers(count: count, below: problemCount) { index, number in
      try progress(index)
      return problem(summands(of: number))
    }
  }

  /// - Precondition: there are `summands` numbers, none of which has more than `digits` digits or is
  ///   negative.
  public func problem(_ numbers: [Int]) -> Problem {
    precondition(numbers.count == summands && numbers.allSatisfy((0..<limit).contains))
    let totals = numbers.indices.dropFirst().map { numbers[...$0].reduce(0, +) }
    return Problem(
      question: numbers.map { written($0, digits: digits) }.joined(separator: "+") + "=",
      answer: totals.suffix(showsSteps ? totals.count : 1).map(writtenTotal)
        .joined(separator: "="))
  }

  /// Those of the additions in order: a number of as many digits as all summands have.
  private func summands(of number: Int) -> [Int] {
    var rest = number
    let numbers = (0..<summands).map { _ in
      defer { rest /= limit }
      return rest % limit
    }
    return numbers.reversed()
  }

  private func writtenTotal(_ total: Int) -> String {
    let text = written(total, digits: digits + 1)
    return order == .mostSignificantFirst ? text : String(text.reversed())
  }

  private func written(_ number: Int, digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
