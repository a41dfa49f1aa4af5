import OctavoResults

/// The numbers of a report's figures and tables, each counted on its own through the whole page.
package struct Numbering: Hashable, Sendable {
  package struct Label: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case figure = "Figure"
      case table = "Table"
    }
    package var kind: Kind
    package var number: Int

    package init(kind: Kind, number: Int) {
      self.kind = kind
      self.number = number
    }

    package var text: String { "\(kind.rawValue)\u{A0}\(number)" }
    /// No heading's identifier holds a colon, so none is the same.
    package var identifier: String { "\(kind.rawValue.lowercased()):\(number)" }
  }

  /// One entry an item; `nil` for those without a number.
  private var labels: [String: [Label?]] = [:]

  package init(_ steps: [StepRecord]) {
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
