/// How much a notebook may hold, so that no input takes more than a second or runs out of memory
/// or stack. Each is far beyond what a person writes.
enum Limits {
  static let fileBytes = 8 << 20
  static let blockBytes = 256 << 10
  static let blocks = 10_000
  /// Line ends and signs that mean something in Markdown: what its tree can have nodes for.
  static let markup = 1_000_000
  /// Lists and quotes of prose, mappings and lists of YAML, parentheses of expressions.
  static let nesting = 64
  static let expressionTokens = 1_000
}
