import OctavoNotebook

extension Plan {
  /// The steps and configs that each step names, by its own name, in the notebook's order.
  public var uses: [String: [String]] {
    let order = notebook.blocks.map(\.name.text)
    return Dictionary(
      steps.map { step in
        let paths = (step.block.body?.paths ?? []) + step.expressions.flatMap(\.paths)
        var used = Set(step.references.map(\.text) + paths.map(\.root.text))
        if let axes = step.block.body?[StepOptions.forKey]?.scalar,
          case .value(.text(let config)) = axes.content
        {
          used.insert(config)
        }
        return (step.name, order.prefix { $0 != step.name }.filter(used.contains))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// What expressions can reach of a step before the run; `nil` of one whose block is wrong.
  public func outline(ofStep name: String) -> StepOutline? { environment.offers[name]?.outline }
}
