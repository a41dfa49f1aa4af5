extension StyleSheet {
  /// The rules of a sheet that a page can use, whatever its reader opens, ticks or points at, and of
  /// the variables those that these rules use.
  package static func used(by page: HTMLNode, of sheet: String) -> String {
    let paths = ElementPaths(page)
    var rules = StyleRule.parsed(sheet[...]).compactMap { rule in
      rule.keeping(selectors: { paths.contain(StyleSelector($0)) }, declarations: { _ in true })
    }
    var unused = unusedVariables(of: rules)
    while !unused.isEmpty {
      rules = rules.compactMap { rule in
        rule.keeping(selectors: { _ in true }) { $0.variable.map { !unused.contains($0) } ?? true }
      }
      unused = unusedVariables(of: rules)
    }
    return rules.map(\.text).joined()
  }

  private static func unusedVariables(of rules: [StyleRule]) -> Set<Substring> {
    let declarations = rules.flatMap(\.declarations)
    return Set(declarations.compactMap(\.variable))
      .subtracting(declarations.flatMap(\.usedVariables))
  }
}

extension Substring {
  /// The variable that a declaration gives its value.
  fileprivate var variable: Substring? { hasPrefix("--") ? prefix { $0 != ":" } : nil }

  /// Those that stand in it as `var(--name)` or `var(--name,…)`.
  fileprivate var usedVariables: [Substring] {
    split(separator: "(").dropFirst().filter { $0.hasPrefix("--") }.map {
      $0.prefix { $0 != ")" && $0 != "," }
    }
  }
}
