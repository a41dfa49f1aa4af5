import OctavoResults

/// How a notebook wants a step's result shown.
struct Presentation: Sendable {
  var show: [String]?
  var caption: String?
  var alternative: String?

  init(_ options: StepOptions? = nil) {
    show = options?.show
    caption = options?.caption
    alternative = options?.alt
  }
}

extension StepResult {
  /// What the report shows of the result, in order: neighboring values stand in one list, and the
  /// notebook's caption goes to the first figure, or else the first table, or else the values.
  func shownItems(as presentation: Presentation) -> [StepRecord.ShownItem] {
    var shownItems: [StepRecord.ShownItem] = []
    let names = presentation.show ?? shown
    var caption = presentation.caption
    let hasFigure = names.contains { figures[$0] != nil }
    let hasTable = names.contains { tables[$0] != nil }
    for name in names {
      if var figure = figures[name] {
        figure.caption = caption ?? figure.caption
        figure.alternative = presentation.alternative ?? figure.alternative
        caption = nil
        shownItems.append(.figure(figure))
      } else if tables[name] != nil {
        shownItems.append(.table(name, caption: hasFigure ? nil : caption))
        if !hasFigure { caption = nil }
      } else if values[name] != nil {
        if case .values(let earlier, let said)? = shownItems.last {
          shownItems[shownItems.count - 1] = .values(earlier + [name], caption: said)
        } else {
          shownItems.append(.values([name], caption: hasFigure || hasTable ? nil : caption))
          if !hasFigure, !hasTable { caption = nil }
        }
      }
    }
    if !verdicts.isEmpty { shownItems.append(.verdicts(verdicts)) }
    return shownItems
  }
}
