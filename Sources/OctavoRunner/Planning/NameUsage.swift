import OctavoNotebook
import OctavoResults

/// Which parameters and configs something in the notebook makes use of.
struct NameUsage {
  /// The configs that are mentioned, and everything that may be a mention of one.
  private(set) var names: Set<String> = []
  private(set) var params: Set<String> = []
  /// The configs that a text with expressions, such as `${size}-recipe`, may mention.
  private let configNames: [String]

  init(configNames: [String]) {
    self.configNames = configNames
  }

  /// - Parameter paths: what expressions in it mention that stand there as plain text.
  mutating func add(_ block: Block, paths: [Path] = []) {
    if let body = block.body {
      for entry in body.entries { addTexts(in: entry.value) }
      add(body.paths)
    }
    add(paths)
  }

  mutating func add(_ paths: [Path]) {
    for path in paths {
      if path.root.text == NotebookScope.paramsName {
        if path.names.count > 1 { params.insert(path.names[1].text) }
      } else {
        names.insert(path.root.text)
      }
    }
  }

  private mutating func addTexts(in node: Node) {
    switch node.content {
    case .scalar(let scalar):
      switch scalar.content {
      case .value(.text(let text)): names.insert(text)
      case .template(let template) where template.soleExpression == nil:
        names.formUnion(configNames.filter(template.canBe))
      default: break
      }
    case .sequence(let nodes):
      for node in nodes { addTexts(in: node) }
    case .mapping(let mapping):
      for entry in mapping.entries { addTexts(in: entry.value) }
    }
  }

  /// A parameter that is not used is harmless until somebody expects a change of it.
  func unusedNames(of notebook: Notebook) -> [Diagnostic] {
    let unusedParams = notebook.frontMatter.params.filter {
      $0.isOverridden && !params.contains($0.name.text)
    }
    let unusedConfigs = notebook.configs.filter { !names.contains($0.name.text) }
    return unusedParams.map { param in
      Diagnostic(
        .unusedParameter, .warning, at: param.name.range,
        "nothing uses the parameter `\(param.name.text)`, which was given another value",
        remedy: "use it as `${params.\(param.name.text)}`")
    }
      + unusedConfigs.map { config in
        Diagnostic(
          .unusedConfig, .warning, at: config.name.range,
          "nothing uses the config `\(config.name.text)`",
          remedy: "name it in a block below, or take it out")
      }
  }
}
