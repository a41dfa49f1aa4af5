/// A bar in a table's cell that shows how large its number is beside the others of the column. Bars
/// of numbers below zero extend to the left of where the others begin.
struct CellBar {
  private let lower: Double
  private let upper: Double

  private static let width = 72.0
  private static let height = 10.0

  /// `nil` where there is nothing to compare.
  init?(_ numbers: [Double]) {
    let finite = numbers.filter { $0.isFinite && $0.magnitude < 1e290 }
    lower = min(finite.min() ?? 0, 0)
    upper = max(finite.max() ?? 0, 0)
    guard upper > lower else { return nil }
  }

  /// The number says the same in digits, so a screen reader passes over it.
  func node(_ number: Double?) -> HTMLNode {
    HTMLTag.svg(
      .class("meter"), .viewBox(width: Self.width, height: Self.height), .ariaHidden
    ) {
      if let number, number.isFinite {
        let (zero, tip) = (place(0), place(min(max(number, lower), upper)))
        HTMLTag.rect(
          .x(min(zero, tip)), .y(0), .width(max(abs(tip - zero), 0.5)), .height(Self.height))
      }
    }
  }

  private func place(_ number: Double) -> Double {
    (number - lower) / (upper - lower) * Self.width
  }
}
