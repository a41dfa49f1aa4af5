import OctavoNotebook
import OctavoResults

/// The numbers of a report's figures, tables and equations, each counted on its own through the
/// whole page.
package struct Numbering: Hashable, Sendable {
  package struct Label: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case figure = "Figure"
      case table = "Table"
      case equation = "Equation"

      var word: String {
        switch self {
        case .figure: phrases.figure
        case .table: phrases.table
        case .equation: phrases.equation
        }
      }
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

    package var text: String { "\(kind.word)\u{A0}\(shortText)" }
    package var shortText: String { tag ?? String(number) }
    /// No heading's identifier holds a colon, so none is the same.
    package var identifier: String { "\(kind.rawValue.lowercased()):\(name ?? String(number))" }
  }

  /// One entry an item; `nil` for those without a number.
  private var labels: [String: [Label?]] = [:]
  /// Those of the notebook's own images and tables, by their captions' ordinals.
  private var captions: [Int: Label] = [:]
  private var names: [String: Label] = [:]
  private var counts: [Label.Kind: Int] = [:]

  /// In reading order: what the notebook itself shows counts with what its steps show.
  package init(_ elements: [ReportDocument.Element]) {
    for element in elements {
      switch element {
      case .prose(let prose):
        count(prose)
        number(prose.formulas)
      case .config: break
      case .step(let record, _): count(record)
      }
    }
  }

  package init(_ steps: [StepRecord]) {
    for step in steps { count(step) }
  }

  private mutating func next(_ kind: Label.Kind) -> Label {
    counts[kind, default: 0] += 1
    return Label(kind: kind, number: counts[kind, default: 0])
  }

  private mutating func count(_ step: StepRecord) {
    var items: [Label?] = []
    for item in step.shownItems { items.append(Self.kind(of: item, in: step).map { next($0) }) }
    labels[step.name] = items
  }

  private mutating func count(_ prose: Prose) {
    switch prose {
    case .figure(_, let caption): count(caption, as: .figure)
    case .table(let table): if let caption = table.caption { count(caption, as: .table) }
    default: for block in prose.innerBlocks { count(block) }
    }
  }

  private mutating func count(_ caption: Prose.Caption, as kind: Label.Kind) {
    let label = next(kind)
    captions[caption.ordinal] = label
    if let name = caption.name { names[name] = names[name] ?? label }
  }

  /// Of an image or a table of the notebook's own.
  package func label(of caption: Prose.Caption) -> Label? { captions[caption.ordinal] }

  /// Of what the notebook names by `{#fig-name}`, `{#tbl-name}` or `{#eq-name}`.
  package func label(named name: String) -> Label? { names[name] }

  package func label(step: String, item index: Int) -> Label? {
    guard let list = labels[step], list.indices.contains(index) else { return nil }
    return list[index]
  }

  /// What a reference to a step means: its first figure, or else its first table.
  package func reference(to step: String) -> Label? {
    let list = (labels[step] ?? []).compactMap { $0 }
    return list.first { $0.kind == .figure } ?? list.first
  }

  /// Those with a name are counted, but for those with a tag of their own.
  private mutating func number(_ formulas: [Formula]) {
    for formula in formulas {
      guard let name = formula.name, names[name] == nil else { continue }
      let tag = FormulaView(formula).tag
      if tag == nil { counts[.equation, default: 0] += 1 }
      names[name] = Label(
        kind: .equation, number: counts[.equation, default: 0], tag: tag, name: name)
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
