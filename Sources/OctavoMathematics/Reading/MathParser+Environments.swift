import OctavoBase

// Rows and columns.
extension MathParser {
  private struct Form {
    var kind: MathTable.Kind
    var left = ""
    var right = ""
    /// Of the columns, in turn.
    var alignments: [MathTable.Alignment] = []
    /// Whether rows and columns may be named by an argument.
    var hasArgument = false
  }

  private static let forms: [String: Form] = {
    let pair: [MathTable.Alignment] = [.right, .left]
    var forms: [String: Form] = [
      "matrix": Form(kind: .matrix),
      "pmatrix": Form(kind: .matrix, left: "(", right: ")"),
      "bmatrix": Form(kind: .matrix, left: "[", right: "]"),
      "Bmatrix": Form(kind: .matrix, left: "{", right: "}"),
      "vmatrix": Form(kind: .matrix, left: "|", right: "|"),
      "Vmatrix": Form(kind: .matrix, left: "‖", right: "‖"),
      "smallmatrix": Form(kind: .small),
      "cases": Form(kind: .cases, left: "{", alignments: [.left]),
      "dcases": Form(kind: .cases, left: "{", alignments: [.left]),
      "rcases": Form(kind: .cases, right: "}", alignments: [.left]),
      "array": Form(kind: .array, hasArgument: true),
      "subarray": Form(kind: .substack, hasArgument: true),
      "eqnarray": Form(kind: .aligned, alignments: [.right, .center, .left]),
    ]
    for name in ["aligned", "align", "split", "flalign"] {
      forms[name] = Form(kind: .aligned, alignments: pair)
    }
    for name in ["alignat", "alignedat"] {
      forms[name] = Form(kind: .aligned, alignments: pair, hasArgument: true)
    }
    for name in ["gathered", "gather", "multline", "equation", "displaymath", "math"] {
      forms[name] = Form(kind: .gathered)
    }
    for name in ["align", "alignat", "flalign", "gather", "multline", "equation", "eqnarray"] {
      forms[name + "*"] = forms[name]
    }
    return forms
  }()

  mutating func environment(_ range: Range<Int>) -> MathNode? {
    guard let (name, nameRange) = environmentName() else {
      fail(
        .malformed, range, "`\\begin` needs a name between braces",
        remedy: "write it as in `\\begin{aligned}`")
      return nil
    }
    guard let form = Self.forms[name] else {
      let near = nearest(to: name, among: Self.forms.keys.sorted())
      report(
        .unknownEnvironment, nameRange, "there is no environment `\(name)`",
        remedy: near.map { "did you mean `\($0)`?" }, replacement: near)
      stop()
      return nil
    }
    var table = MathTable(form.kind, rows: [], alignments: form.alignments)
    if token.kind == .character("["), name != "array" || form.hasArgument {
      _ = contentOfBrackets()
    }
    if form.hasArgument { readArgument(&table, name, range) }
    readRows(&table)
    guard readEnd(of: name, range) else { return nil }
    return node(table, form)
  }

  private func node(_ table: MathTable, _ form: Form) -> MathNode {
    if form.kind == .gathered, table.rows.count == 1, table.rows[0].count == 1 {
      return table.rows[0][0]
    }
    var table = table
    if form.kind == .aligned {
      let count = table.rows.map(\.count).max() ?? 0
      table.alignments = (0..<count).map { form.alignments[$0 % form.alignments.count] }
    }
    guard !form.left.isEmpty || !form.right.isEmpty else { return .table(table) }
    return .fenced(left: form.left, [.table(table)], right: form.right)
  }

  private mutating func environmentName() -> (String, Range<Int>)? {
    guard token.kind == .open, let content = contentOfGroup() else { return nil }
    return (lexer.text(content).filter { !$0.isWhitespace }, content)
  }

  /// The columns of an array, such as `{l|cr}`.
  private mutating func readArgument(
    _ table: inout MathTable, _ name: String, _ range: Range<Int>
  ) {
    guard token.kind == .open, let content = contentOfGroup() else {
      fail(
        .malformed, range, "`\\begin{\(name)}` needs an argument",
        remedy: name == "array" ? "name its columns: `\\begin{array}{lcr}`" : nil)
      return
    }
    guard name == "array" || name == "subarray" else { return }
    for scalar in lexer.scalars[content] {
      switch scalar {
      case "l": table.alignments.append(.left)
      case "c": table.alignments.append(.center)
      case "r": table.alignments.append(.right)
      case "|": table.columnLines.insert(table.alignments.count)
      case _ where scalar.properties.isWhitespace: break
      default:
        report(
          .malformed, content, "a column of an array is `l`, `c` or `r`, not `\(scalar)`")
        return
      }
    }
  }

  /// Up to the `\end`, or what else cannot stand in a cell.
  private mutating func readRows(_ table: inout MathTable) {
    let outer = (variant, fenceDepth)
    fenceDepth = 0
    var cells: [MathNode] = []
    readLines(&table)
    while true {
      variant = outer.0
      let nodes = row()
      cells.append(.row(nodes))
      if take(.alignment) { continue }
      let isLast = token.kind != .rowEnd && token.kind != .command("cr")
      if !isLast || cells != [.row([])] { table.rows.append(cells) }
      cells = []
      if isLast { break }
      advance()
      if token.kind == .character("["), lexer.index < lexer.scalars.count,
        lexer.scalars[lexer.index].isDecimalDigit || lexer.scalars[lexer.index] == "-"
      {
        _ = contentOfBrackets()
      }
      readLines(&table)
    }
    (variant, fenceDepth) = outer
  }

  private mutating func readLines(_ table: inout MathTable) {
    while let name = commandName,
      ["hline", "toprule", "midrule", "bottomrule"].contains(name)
    {
      table.rowLines.insert(table.rows.count)
      advance()
    }
  }

  private mutating func readEnd(of name: String, _ range: Range<Int>) -> Bool {
    let end = token.range
    guard take(.command("end")) else {
      if token.kind == .end {
        if problems.isEmpty {
          fail(
            .malformed, range, "this `\\begin{\(name)}` has no `\\end{\(name)}`",
            remedy: "write `\\end{\(name)}` where it ends")
        }
      } else {
        reportStrayToken()
      }
      return false
    }
    guard let (ending, nameRange) = environmentName() else {
      fail(
        .malformed, end, "`\\end` needs a name between braces", remedy: "write `\\end{\(name)}`")
      return false
    }
    guard ending == name else {
      fail(
        .malformed, nameRange, "`\\end{\(ending)}` cannot end `\\begin{\(name)}`",
        remedy: "write `\\end{\(name)}`")
      return false
    }
    return true
  }

  /// Lines of a limit: `\substack{a \\ b}`.
  mutating func substack(_ range: Range<Int>) -> MathNode? {
    guard token.kind == .open else {
      fail(.malformed, range, "`\\substack` needs its lines between braces")
      return nil
    }
    let opening = token.range
    advance()
    var table = MathTable(.substack, rows: [])
    readRows(&table)
    guard take(.close) else {
      if token.kind == .end {
        if problems.isEmpty { fail(.malformed, opening, "this brace is never closed") }
      } else {
        reportStrayToken()
      }
      return nil
    }
    return .table(table)
  }
}
