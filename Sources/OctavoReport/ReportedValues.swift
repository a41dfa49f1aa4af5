import OctavoBase
import OctavoNotebook
import OctavoResults

/// The values that prose quotes, looked up in what a run found.
package struct ReportedValues: Sendable {
  private let texts: [ValueReference: String]

  package init(run: Run, notebook: Notebook) {
    var scope = NotebookScope(notebook, params: run.params)
    // Whatever is wrong with the notebook was reported before it ran.
    var ignored: [Diagnostic] = []
    for element in notebook.elements {
      switch element {
      case .prose: break
      case .config(let block): scope.define(block, &ignored)
      case .step(let block):
        scope.define(step: block.name.text, as: run[step: block.name.text]?.outline)
      }
    }
    var texts: [ValueReference: String] = [:]
    for reference in notebook.valueReferences {
      texts[reference] = reference.expression.evaluate(in: scope, &ignored)?.value.map {
        Self.text($0, format: reference.format)
      }
    }
    self.texts = texts
  }

  /// `nil` where the run has no such value.
  package func text(_ reference: ValueReference) -> String? { texts[reference] }

  /// A number without a format gets four digits.
  private static func text(_ value: Value, format: ValueFormat?) -> String {
    if format == nil, case .number(let number) = value { return NumberText.short(number) }
    guard let format else { return ValueFormat(nil).format(value) }
    let text = format.format(value)
    // A page closes up ordinary spaces, and padding is meant.
    return format.width > 0 ? text.replacing(" ", with: "\u{A0}") : text
  }
}

extension StepRecord {
  fileprivate var outline: StepOutline {
    StepOutline(
      values: values.mapValues(ExpressionValue.known),
      tables: tables.mapValues { table in
        Dictionary(
          table.columns.map { ($0.name, ExpressionValue.column($0.values, of: $0.type)) }
        ) { first, _ in first }
      })
  }
}
