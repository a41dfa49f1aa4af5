import OctavoBase
import OctavoResults

/// Some of a step's values, each with its name over it.
package struct ValuesView {
  package var record: StepRecord
  package var names: [String]

  package var node: HTMLNode {
    let present = names.compactMap { name in record.values[name].map { (name, $0) } }
    guard !present.isEmpty else { return .empty }
    return HTMLTag.dl(.class("values")) {
      for (name, value) in present {
        HTMLTag.div {
          HTMLTag.dt { name.spelledOut }
          HTMLTag.dd { value.text.excerpt(ResultText.value) }
        }
      }
    }
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

extension String {
  /// A notebook's name in words: `validation-loss` reads “validation loss”.
  package var spelledOut: String { replacing("-", with: " ") }
}
