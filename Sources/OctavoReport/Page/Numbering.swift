import OctavoNotebook
import OctavoResults

/// The numbers of a report's figures and tables, each counted on its own through the whole page.
package struct Numbering: Hashable, Sendable {
  package struct Label: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case figure = "Figure"
      case table = "Table"
      case equation = "Equation"
    }
    package var kind: Kind
    package var number: Int
    /// What takes the number's place, where the author chose it.
    package var tag: String?
    /// Of an equation, which may have a tag that others have too.
    package var name: String?

    package init(kind: Kind, number: Int, tag: String? = nil, name: String? = nil) {
      self.kind = kind
      self.number = number
      self.tag = tag
      self.name = name
    }

    package var text: String { "\(kind.rawValue)\u{A0}\(shortText)" }
    package var shortText: String { tag ?? String(number) }
    /// No heading's identifier holds a colon, so none is the same.
    package var identifier: String { "\(kind.rawValue.lowercased()):\(name ?? String(number))" }
  }

  /// One entry an item; `nil` for those without a number.
  private var labels: [String: [Label?]] = [:]
  /// By the names of the equations.
  private var equations: [String: Label] = [:]

  package init(_ steps: [StepRecord], equations formulas: [Formula] = []) {
    number(formulas)
    var counts: [Label.Kind: Int] = [:]
    for step in steps {
      labels[step.name] = step.shownItems.map { item in
        guard let kind = Self.kind(of: item, in: step) else { return nil }
        counts[kind, default: 0] += 1
        return Label(kind: kind, number: counts[kind, default: 0])
      }
    }
  }

  package func label(step: String, item index: Int) -> Label? {
    guard let list = labels[step], list.indices.contains(index) else { return nil }
    return list[index]
  }

  /// What a reference to a step means: its first figure, or else its first table.
  package func reference(to step: String) -> Label? {
    let list = (labels[step] ?? []).compactMap { $0 }
    return list.first { $0.kind == .figure } ?? list.first
  }

  package func label(equation name: String) -> Label? { equations[name] }

  /// Those with a name are counted, but for those with a tag of their own.
  private mutating func number(_ formulas: [Formula]) {
    var count = 0
    for formula in formulas {
      guard let name = formula.name, equations[name] == nil else { continue }
      let tag = FormulaView(formula).tag
      if tag == nil { count += 1 }
      equations[name] = Label(kind: .equation, number: count, tag: tag, name: name)
    }
  }

  package static func identifier(ofStep name: String) -> String { "step:\(name)" }

  private static func kind(
    of item: StepRecord.ShownItem, in step: StepRecord
  ) -> Label.Kind? {
    switch item {
    case .figure: .figure
    case .table(let name, _): step.shownTable(name) == nil ? nil : .table
    case .values, .verdicts, .points: nil
    }
  }
}
