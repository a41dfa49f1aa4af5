import OctavoNotebook

/// Where the cursor stands in a path of an expression: behind `learn.val`, or behind
/// `learn.loss[rate=`.
struct ExpressionCursor: Hashable {
  /// The names before the last dot.
  var names: [String] = []
  /// What is written of the last name, axis or value.
  var written = ""
  /// Whether the cursor is within brackets, where the points of a step are chosen.
  var isInChoice = false
  /// The axis whose value is written.
  var axis: String?

  /// - Parameter text: the expression's, up to the cursor.
  init(_ text: some StringProtocol) {
    var rest = Array(text.unicodeScalars)
    if let bracket = Self.openBracket(of: rest) {
      isInChoice = true
      let choice = String(String.UnicodeScalarView(rest[(bracket + 1)...]))
      let last = choice.split(separator: ",", omittingEmptySubsequences: false).last ?? ""
      if let equals = last.firstIndex(of: "=") {
        axis = last[..<equals].filter { $0 != " " }
        let values = last[last.index(after: equals)...]
        written = (values.split(separator: "|", omittingEmptySubsequences: false).last ?? "")
          .filter { $0 != " " }
      } else {
        written = last.filter { $0 != " " }
      }
      rest.removeSubrange(bracket...)
      names = Self.path(endingAt: rest)
      return
    }
    names = Self.path(endingAt: rest)
    written = names.popLast() ?? ""
  }

  private static func openBracket(of scalars: [Unicode.Scalar]) -> Int? {
    var depth = 0
    for index in scalars.indices.reversed() {
      if scalars[index] == "]" { depth += 1 }
      if scalars[index] == "[" {
        if depth == 0 { return index }
        depth -= 1
      }
    }
    return nil
  }

  /// The names of a path at the end of a text, choices left out.
  private static func path(endingAt scalars: [Unicode.Scalar]) -> [String] {
    var names: [String] = []
    var name = String.UnicodeScalarView()
    var index = scalars.count - 1
    loop: while index >= 0 {
      let scalar = scalars[index]
      switch scalar {
      case "]":
        guard let open = scalars[..<index].lastIndex(of: "[") else { break loop }
        index = open - 1
        continue
      case ".":
        names.append(String(String.UnicodeScalarView(name.reversed())))
        name.removeAll()
      case _ where scalar.isPartOfName: name.append(scalar)
      default: break loop
      }
      index -= 1
    }
    names.append(String(String.UnicodeScalarView(name.reversed())))
    return names.reversed()
  }
}
