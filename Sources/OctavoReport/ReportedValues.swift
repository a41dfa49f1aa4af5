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
        let record = run[step: block.name.text]
        scope.define(step: block.name.text) { record?.outline }
      }
    }
    var texts: [ValueReference: String] = [:]
    for reference in notebook.valueReferences {
      var diagnostics: [Diagnostic] = []
      let value = reference.expression.evaluate(in: scope, &diagnostics)
      guard let text = value.flatMap({ Self.text($0, format: reference.format) }) else { continue }
      texts[reference] = text + Self.remark(reference.expression, diagnostics)
    }
    self.texts = texts
  }

  /// What a reader has to know beside the number.
  private static func remark(_ expression: Expression, _ diagnostics: [Diagnostic]) -> String {
    var remarks = diagnostics.filter { $0.identifier == .missingPoints }.map(\.message)
    if expression.axesChosenByResult.contains(where: { $0.text == OctavoResults.Point.seedAxis }) {
      remarks.append("the seed is chosen by its result")
    }
    return remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
  }

  /// `nil` where the run has no such value.
  package func text(_ reference: ValueReference) -> String? { texts[reference] }

  private static func text(_ value: ExpressionValue, format: ValueFormat?) -> String? {
    switch value {
    case .known(let value): text(value, format: format)
    case .estimate(let estimate): text(estimate, format: format)
    case .points(let values): text(values, format: format)
    case .column, .unknown: nil
    }
  }

  /// A number without a format gets four digits.
  private static func text(_ value: Value, format: ValueFormat?) -> String {
    if format == nil, case .number(let number) = value { return NumberText.short(number) }
    guard let format else { return ValueFormat(nil).text(value) }
    let text = format.text(value)
    // A page closes up ordinary spaces, and padding is meant.
    return format.width > 0 ? text.replacing(" ", with: "\u{A0}") : text
  }

  private static func text(_ estimate: Estimate, format: ValueFormat?) -> String {
    guard let format, format.fixesDigits else { return EstimateText.text(estimate) }
    return EstimateText.text(
      estimate.value, lower: estimate.lower, upper: estimate.upper,
      write: { text(.number($0), format: format) },
      writeWidth: { text(.number($0), format: format.ofWidths) })
  }

  /// The values of the settings, each an estimate where it has several seeds: what a notebook shows that
  /// was given axes as a whole.
  private static func text(_ values: PointValues, format: ValueFormat?) -> String? {
    let settings = values.settings
    let shown = settings.prefix(6).compactMap { setting, value in
      text(value, format: format).map { text in
        setting.coordinates.isEmpty ? text : "\(text) (\(setting.phrase))"
      }
    }
    guard !shown.isEmpty else { return nil }
    return shown.joined(separator: ", ") + (settings.count > 6 ? ", …" : "")
  }
}

extension StepRecord {
  fileprivate var outline: StepOutline {
    let points = pointSet
    var names = tables.keys.map(\.self)
    var values = self.values.mapValues(ExpressionValue.known)
    if points.hasAxes {
      // What a point has left that failed is no result.
      let done = self.points.filter { $0.status == .done }
      names = done.flatMap(\.tables.keys)
      for name in Set(done.flatMap(\.values.keys)) {
        let found = self.points.map { $0.status == .done ? $0.values[name] : nil }
        values[name] = .points(
          PointValues(points, of: Table.Column(name, found).type, values: found))
      }
    }
    var tables = Dictionary(
      Set(names).compactMap { name in table(name).map { (name, $0.columnValues) } },
      uniquingKeysWith: { first, _ in first })
    tables[Self.pointsTableName] = pointsTable.columnValues
    return StepOutline(points: points, values: values, tables: tables)
  }
}

extension Table {
  fileprivate var columnValues: [String: ExpressionValue] {
    Dictionary(
      columns.map { ($0.name, ExpressionValue.column($0.values, of: $0.type)) }
    ) { first, _ in first }
  }
}
