/// How much a notebook may hold, so that no input takes more than a second or runs out of memory
/// or stack. Each is far beyond what a person writes.
package enum Limits {
  static let fileBytes = 4 << 20
  static let blockBytes = 256 << 10
  static let blocks = 10_000
  /// Of all pipe tables together, those that a short row leaves empty among them.
  static let tableCells = 50_000
  /// Line ends and signs that mean something in Markdown or YAML: what their trees have nodes for.
  static let markup = 200_000
  /// Lists and quotes of prose, mappings and lists of YAML, parentheses of expressions.
  static let nesting = 64
  static let expressionTokens = 1_000
  /// What anyone will read of them.
  package static let diagnostics = 200
}

extension Notebook {
  /// How many points a step has at most, unless more are asked for.
  public static let mostPoints = 1_000
}
