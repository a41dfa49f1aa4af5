import OctavoBase

/// Reads the tokens of a formula into a tree.
///
/// What is not understood becomes a problem; where the structure is broken, reading ends there.
struct MathParser {
  private(set) var lexer: MathLexer
  private(set) var token: MathLexer.Token
  var problems: [MathProblem] = []
  var tag: String?
  /// That of the letters that follow.
  var variant: MathVariant?
  var fenceDepth = 0
  private(set) var depth = 0
  /// Whether the structure is broken; what follows from that is not reported.
  private var isStopped = false
  /// Where the text begins in the formula.
  let startOffset: Int

  init(_ source: String, offset: Int = 0, depth: Int = 0) {
    lexer = MathLexer(source)
    token = MathLexer.Token(kind: .end, range: 0..<0)
    startOffset = offset
    self.depth = depth
    if lexer.scalars.count > MathLimits.scalars {
      fail(.tooLong, 0..<1, "a formula has at most \(MathLimits.scalars) characters")
    } else {
      advance()
    }
  }

  /// The formula as a whole; of several lines if it has line ends of its own.
  mutating func formula() -> [MathNode] {
    var lines: [[MathNode]] = [row()]
    while token.kind != .end {
      switch token.kind {
      case .rowEnd:
        advance()
        lines.append(row())
      default:
        reportStrayToken()
      }
    }
    if lines.count > 1, lines.last == [] { lines.removeLast() }
    if lines.count == 1 { return lines[0] }
    return [.table(MathTable(.gathered, rows: lines.map { [.row($0)] }))]
  }

  mutating func advance() { token = lexer.next() }

  /// Takes a token if it is the one.
  mutating func take(_ kind: MathLexer.Kind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  mutating func contentOfGroup() -> Range<Int>? {
    let content = lexer.contentOfGroup()
    advance()
    return content
  }

  mutating func contentOfBrackets() -> Range<Int>? {
    let content = lexer.contentOfBrackets()
    if content != nil { advance() }
    return content
  }

  /// Refuses to go deeper than this program's own recursion may.
  mutating func nested<Result>(_ otherwise: Result, _ body: (inout Self) -> Result) -> Result {
    guard depth < MathLimits.nesting else {
      fail(
        .tooDeep, token.range, "this formula is nested deeper than \(MathLimits.nesting) levels")
      return otherwise
    }
    depth += 1
    defer { depth -= 1 }
    return body(&self)
  }
}

// Problems.
extension MathParser {
  mutating func report(
    _ kind: MathProblem.Kind, _ range: Range<Int>, _ message: String, remedy: String? = nil,
    replacement: String? = nil
  ) {
    guard problems.count < MathLimits.problems, !isStopped else { return }
    problems.append(
      MathProblem(
        kind: kind, range: range.lowerBound + startOffset..<range.upperBound + startOffset,
        message: message, remedy: remedy, replacement: replacement))
  }

  /// Reports a problem after which nothing more can be read.
  mutating func fail(
    _ kind: MathProblem.Kind, _ range: Range<Int>, _ message: String, remedy: String? = nil
  ) {
    report(kind, range, message, remedy: remedy)
    stop()
  }

  /// Lets nothing follow.
  mutating func stop() {
    lexer.skipToEnd()
    advance()
    isStopped = true
  }

  /// A token that ends something which was not begun.
  mutating func reportStrayToken() {
    switch token.kind {
    case .close:
      fail(.malformed, token.range, "this brace closes nothing", remedy: "write a brace as `\\}`")
    case .alignment:
      fail(
        .malformed, token.range, "`&` separates columns, and here are none",
        remedy: "put the lines between `\\begin{aligned}` and `\\end{aligned}`")
    case .command("right"):
      fail(
        .malformed, token.range, "`\\right` has no `\\left` before it",
        remedy: "write `\\left.` where no delimiter is to be seen")
    case .command("end"):
      fail(.malformed, token.range, "this `\\end` has no `\\begin` before it")
    default:
      fail(.malformed, token.range, "this has no meaning here")
    }
  }
}
