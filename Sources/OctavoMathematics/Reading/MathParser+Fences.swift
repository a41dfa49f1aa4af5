// Delimiters that grow.
extension MathParser {
  mutating func fence(_ range: Range<Int>) -> MathNode? {
    guard let left = delimiterText(after: "\\left", range) else { return nil }
    let outerVariant = variant
    fenceDepth += 1
    let nodes = row()
    fenceDepth -= 1
    variant = outerVariant
    let closing = token.range
    guard take(.command("right")) else {
      if token.kind == .end {
        if problems.isEmpty { reportUnclosed(range) }
      } else if token.kind == .alignment || token.kind == .rowEnd {
        fail(
          .malformed, range, "this `\\left` has no `\\right` in its cell",
          remedy: "write `\\right.` before the cell ends, or `\\big(` instead")
      } else {
        reportUnclosed(range)
      }
      return .row(nodes)
    }
    guard let right = delimiterText(after: "\\right", closing) else { return nil }
    return .fenced(left: left, nodes, right: right)
  }

  private mutating func reportUnclosed(_ range: Range<Int>) {
    fail(
      .malformed, range, "this `\\left` has no `\\right`",
      remedy: "write `\\right.` where no delimiter is to be seen")
  }

  mutating func middle(_ range: Range<Int>) -> MathNode? {
    guard let text = delimiterText(after: "\\middle", range) else { return nil }
    if fenceDepth == 0 {
      report(
        .malformed, range, "`\\middle` stands between `\\left` and `\\right`",
        remedy: "write `\\mid` for a bar of the usual size")
    }
    return .middle(text)
  }

  /// `\big(` and its kin.
  mutating func delimiter(
    _ name: String, _ range: Range<Int>, _ size: (height: Double, mathClass: MathClass)
  ) -> MathNode? {
    delimiterText(after: "\\\(name)", range).map {
      .delimiter($0, size.mathClass, height: size.height)
    }
  }

  /// The delimiter that a command needs; an empty one for a full stop.
  private mutating func delimiterText(after command: String, _ range: Range<Int>) -> String? {
    var text: String?
    switch token.kind {
    case .character(let scalar): text = Delimiters.characters[scalar]
    case .command(let name): text = Delimiters.named[name]?.text
    default: break
    }
    guard let text else {
      fail(
        .malformed, range, "no delimiter follows `\(command)`",
        remedy: "write one such as `(`, `[`, `\\{`, `|`, `\\langle`, or `.` for none")
      return nil
    }
    advance()
    return text
  }
}
