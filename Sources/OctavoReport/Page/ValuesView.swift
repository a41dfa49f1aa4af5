import OctavoBase
import OctavoResults

/// Some of a step's values, each with its name over it. An estimate and the ends of its interval
/// are one value, and a share is written as percent.
package struct ValuesView {
  package var record: StepRecord
  package var names: [String]

  private var present: [(name: String, text: String)] {
    shownNames.compactMap { name in text(of: name).map { (name: name, text: $0) } }
  }

  /// Each value on a line after its name.
  var lines: [String] { present.map { "\($0.name.inWords): \($0.text)" } }

  package var node: HTMLNode {
    let present = present
    guard !present.isEmpty else { return .empty }
    return HTMLTag.dl(.class("values")) {
      for (name, text) in present {
        HTMLTag.div {
          HTMLTag.dt { name.inWords }
          HTMLTag.dd { text.excerpt(ResultText.value) }
        }
      }
    }
  }

  /// Without the ends of intervals that stand beside their value.
  private var shownNames: [String] {
    let ends = names.filter(hasInterval).flatMap { Estimate.names(of: $0).dropFirst() }
    return names.filter { !ends.contains($0) }
  }

  private func hasInterval(_ name: String) -> Bool {
    Estimate.names(of: name).allSatisfy { names.contains($0) && record.values[$0]?.double != nil }
  }

  /// The value, or the mean over the step's seeds.
  private func text(of name: String) -> String? {
    let isShare = record.shares.contains(name)
    guard !record.points.isEmpty else {
      if hasInterval(name) {
        let numbers = Estimate.names(of: name).compactMap { record.values[$0]?.double }
        return EstimateText.text(
          numbers[0], lower: numbers[1], upper: numbers[2], isPercent: isShare)
      }
      guard isShare, let number = record.values[name]?.double else {
        return record.values[name]?.text
      }
      return NumberText.short(number * 100, digits: 3) + "\u{A0}%"
    }
    let values = record.donePoints.compactMap { $0.values[name] }
    let numbers = values.compactMap(\.double)
    guard numbers.count == values.count, !numbers.isEmpty else {
      return Set(values).count == 1 ? values.first?.text : nil
    }
    return EstimateText.text(Estimate(overSeeds: numbers), isPercent: isShare)
  }
}

extension Value {
  /// As a report shows a value that stands on its own.
  package var text: String {
    switch self {
    case .integer(let integer): NumberText.integer(integer)
    case .number(let number): NumberText.short(number)
    case .text(let text): text
    case .boolean(let boolean): boolean ? "true" : "false"
    }
  }
}
