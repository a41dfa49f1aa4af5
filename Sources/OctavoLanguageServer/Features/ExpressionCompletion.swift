import OctavoNotebook
import OctavoResults
import OctavoRunner

/// What can be written within an expression.
struct ExpressionCompletion {
  let reading: NotebookReading
  /// Blocks above it can be referred to.
  let line: Int
  /// The axes of the step whose expression it is.
  let ownAxes: [String]

  func items(_ place: ExpressionCursor) -> [CompletionItem] {
    if place.isInChoice { return choices(place) }
    guard let root = place.names.first else { return roots }
    if root == NotebookScope.paramsName { return place.names.count == 1 ? parameters : [] }
    guard let block = reading.block(named: root) else { return [] }
    return block.kind == .step
      ? outputs(of: root, Array(place.names.dropFirst()))
      : entries(of: block, Array(place.names.dropFirst()))
  }

  private var roots: [CompletionItem] {
    let steps = reading.names(of: .step, above: line).map { name in
      CompletionItem(
        name, .variable,
        detail: reading.operation(ofStep: name).map { "step: \($0.manual.name)" })
    }
    let configs = reading.names(of: .config, above: line).map {
      CompletionItem($0, .module, detail: "config")
    }
    let params =
      reading.notebook.frontMatter.params.isEmpty
      ? [] : [CompletionItem(NotebookScope.paramsName, .module, detail: "the parameters")]
    let functions = Expression.Function.allCases.map {
      CompletionItem($0.rawValue, .function, detail: "function", text: "\($0.rawValue)(")
    }
    return ownAxes.map { CompletionItem($0, .variable, detail: "axis") } + params + steps + configs
      + functions
  }

  private var parameters: [CompletionItem] {
    reading.notebook.frontMatter.params.map {
      CompletionItem($0.name.text, .value, detail: "\($0.value)")
    }
  }

  private func outputs(of step: String, _ names: [String]) -> [CompletionItem] {
    guard let outline = reading.plan.outline(ofStep: step) else { return [] }
    if let table = names.first {
      return (outline.tables[table] ?? [:]).keys.sorted().map {
        CompletionItem($0, .field, detail: "column of `\(table)`")
      }
    }
    let declared = reading.operation(ofStep: step)?.outputs ?? []
    let order = declared.map(\.name)
    let known = Set(outline.values.keys).union(outline.tables.keys)
    let names = order.filter(known.contains) + known.subtracting(order).sorted()
    return names.map { name in
      let output = declared.first { $0.name == name }
      return CompletionItem(
        name, .field,
        detail: output?.content.typeName ?? (outline.tables[name] == nil ? "value" : "table"),
        documentation: output?.summary)
    }
  }

  private func entries(of config: Block, _ path: [String]) -> [CompletionItem] {
    var mapping = config.body
    for name in path { mapping = mapping?[name]?.mapping }
    return (mapping?.keys ?? []).map { CompletionItem($0, .property, detail: "key of a config") }
  }

  private func choices(_ place: ExpressionCursor) -> [CompletionItem] {
    guard let root = place.names.first, let step = reading.plan.step(named: root) else { return [] }
    guard let axis = place.axis else {
      return step.points.axes.map { CompletionItem($0, .variable, detail: "axis", text: "\($0)=") }
    }
    return step.points.values(of: axis).map { CompletionItem("\($0)", .value) }
  }
}
