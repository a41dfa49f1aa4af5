import OctavoBase
import OctavoResults

/// Some of a step's values, each with its name over it.
package struct ValuesView {
  package var record: StepRecord
  package var names: [String]

  package var node: HTMLNode {
    let present = names.compactMap { name in text(of: name).map { (name: name, text: $0) } }
    guard !present.isEmpty else { return .empty }
    return HTMLTag.dl(.class("values")) {
      for (name, text) in present {
        HTMLTag.div {
          HTMLTag.dt { name.spaced }
          HTMLTag.dd { text.excerpt(ResultText.value) }
        }
      }
    }
  }

  /// The value, or the mean over the step's seeds.
  private func text(of name: String) -> String? {
    guard !record.points.isEmpty else { return record.values[name]?.text }
    let values = record.donePoints.compactMap { $0.values[name] }
    let numbers = values.compactMap(\.double)
    guard numbers.count == values.count, !numbers.isEmpty else {
      return Set(values).count == 1 ? values.first?.text : nil
    }
    return EstimateText.text(Estimate(overSeeds: numbers))
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
