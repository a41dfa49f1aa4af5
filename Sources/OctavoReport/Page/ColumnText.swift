import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// The cells of one column as text: numbers all with the same decimals, so that they can be
/// compared at a glance.
package struct ColumnText: Hashable, Sendable {
  package let name: String
  package let unit: String?
  package let isNumeric: Bool
  /// By the row of the table.
  private let texts: [Int: String]

  private static let digits = 4

  package func cell(_ row: Int) -> String { texts[row] ?? "–" }

  /// - Parameters:
  ///   - estimate: Where the column's numbers have intervals, they are written with them.
  ///   - rows: Those that are shown; without them, all.
  ///   - cellLimit: The most characters of a cell.
  package init(
    _ column: Table.Column, estimate: Table.EstimateColumns? = nil, rows: [Int]? = nil,
    cellLimit: Int = .max
  ) {
    name = column.name
    unit = column.unit
    let present = column.values.compactMap { $0 }
    isNumeric = !present.isEmpty && present.allSatisfy { $0.double != nil }
    let isWhole = present.allSatisfy { if case .integer = $0 { true } else { false } }
    let decimals =
      isNumeric && !isWhole ? Self.decimals(present.compactMap(\.double)) : nil
    let shown = rows ?? Array(column.values.indices)
    let style = NumberStyle(column.presentation)
    let isWritten = isNumeric && (style.format != nil || style.isPercent)
    texts = Dictionary(
      shown.map { row in
        guard let value = column.values[row] else { return (row, "–") }
        if let interval = estimate?.interval(row) { return (row, style.text(interval)) }
        if isWritten { return (row, style.text(value).excerpt(cellLimit)) }
        guard let number = value.double, let decimals else {
          return (row, value.text.excerpt(cellLimit))
        }
        return (row, NumberText.fixed(number, decimals: decimals))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// As many decimals as give the greatest number four digits, without zeros that end every cell;
  /// `nil` where the numbers are too far apart in size to be written alike.
  private static func decimals(_ numbers: [Double]) -> Int? {
    let sizes = numbers.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
    guard let greatest = sizes.max(), let least = sizes.min() else { return 0 }
    let exponent = NumberText.decimalExponent(greatest, digits: digits)
    guard exponent < 9 else { return nil }
    let most = max(0, digits - 1 - exponent)
    guard most <= 8 else { return nil }
    if let exact = (0...most).first(where: { numbers.areMultiples(of: $0) }) { return exact }
    if least >= Double.pow(10, -Double(most)) * 9.5 { return most }
    // A digit or two more are no harm where they are the integer.
    return (most...most + 2).first { numbers.areMultiples(of: $0) }
  }
}

extension [Double] {
  /// Whether so many decimals write every number exactly, but for rounding errors.
  fileprivate func areMultiples(of decimals: Int) -> Bool {
    let scale = Double.pow(10, Double(decimals))
    return allSatisfy { !$0.isFinite || abs($0 * scale - ($0 * scale).rounded()) < 1e-6 }
  }
}

/// How the numbers of a column are written that says so itself.
private struct NumberStyle {
  var format: ValueFormat?
  var isPercent: Bool

  init(_ presentation: Table.Column.Presentation?) {
    isPercent = presentation?.percent ?? false
    format = presentation?.format.flatMap { text in
      // Whatever is wrong with a format was reported before the run.
      var ignored: [Diagnostic] = []
      let start = SourcePosition(line: 1, column: 1)
      return ValueFormat.parse(LocatedText(text, at: start), &ignored)
    }
  }

  func text(_ value: Value) -> String {
    guard isPercent, let number = value.double else {
      return format?.text(value) ?? ValueFormat(nil).text(value)
    }
    let share = number * 100
    return (format?.text(.number(share)) ?? NumberText.short(share, digits: 3)) + "\u{A0}%"
  }

  func text(_ interval: (value: Double, lower: Double, upper: Double)) -> String {
    let (value, lower, upper) = interval
    guard let format else {
      return EstimateText.text(value, lower: lower, upper: upper, isPercent: isPercent)
    }
    let factor = isPercent ? 100.0 : 1
    let text = EstimateText.text(
      value * factor, lower: lower * factor, upper: upper * factor,
      write: { format.text(.number($0)) }, writeWidth: { format.ofWidths.text(.number($0)) })
    return isPercent ? text + "\u{A0}%" : text
  }
}
