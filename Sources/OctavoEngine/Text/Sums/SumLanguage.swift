/// Additions such as `347+058=0405`: every number is padded with zeros to a fixed number of digits, so
/// that a digit's position in the line determines its place value.
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

  /// Of each summand; the sum has one more.
  public let digits: Int
  public let order: DigitOrder

  /// - Precondition: there are 1 to `mostDigits` digits.
  public init(digits: Int, order: DigitOrder) {
    precondition((1...Self.mostDigits).contains(digits))
    self.digits = digits
    self.order = order
  }

  /// The number of different additions; a + b and b + a count as two.
  public var problemCount: Int { limit * limit }

  /// The number of characters of a line, its end included.
  public var lineLength: Int { 3 * digits + 4 }

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
      return problem(number / limit, number % limit)
    }
  }

  /// - Precondition: neither summand has more than `digits` digits, or is negative.
  public func problem(_ left: Int, _ right: Int) -> Problem {
    precondition((0..<limit).contains(left) && (0..<limit).contains(right))
    let sum = written(left + right, digits: digits + 1)
    return Problem(
      question: "\(written(left, digits: digits))+\(written(right, digits: digits))=",
      answer: order == .mostSignificantFirst ? sum : String(sum.reversed()))
  }

  private func written(_ number: Int, digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
