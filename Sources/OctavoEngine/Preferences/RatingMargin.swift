import Foundation

/// How much better one response is than another, in grades, and the margin that a reward model should
/// keep between them (Touvron et al. 2023, Llama 2, section 3.2.2, where people gave the grades, from
/// “negligibly better” to “significantly better”). Here the distance of the gold scores gives them.
public struct RatingMargin: Codable, Hashable, Sendable {
  public let grades: Int
  /// The width of a grade, as a difference of gold scores.
  public let width: Double
  /// By how much the margin grows with each grade: 1 and ⅓ are the paper's large and small margins.
  public let step: Double

  /// - Precondition: there is a grade, and its width is positive.
  public init(grades: Int = 4, width: Double = 1, step: Double = 1 / 3) {
    precondition(grades >= 1 && width > 0)
    self.grades = grades
    self.width = width
    self.step = step
  }

  /// The grade, from 0, of two responses whose gold scores differ by `difference`. The last grade
  /// has no upper edge.
  public func grade(of difference: Double) -> Int {
    let steps = (abs(difference) / width).rounded(.down)
    return steps < Double(grades - 1) ? Int(steps) : grades - 1
  }

  /// The margin of two responses whose gold scores differ by `difference`.
  public func callAsFunction(_ difference: Double) -> Double {
    step * Double(grade(of: difference))
  }
}
