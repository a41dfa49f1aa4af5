// Parts side by side, and what stands below and above them.
extension MathParser {
  /// Up to a token that ends a row: a brace, a delimiter, the end of a cell.
  mutating func row(stopsAtBracket: Bool = false) -> [MathNode] {
    var nodes: [MathNode] = []
    while true {
      switch token.kind {
      case .end, .close, .alignment, .rowEnd, .command("right"), .command("end"),
        .command("cr"):
        return nodes
      case .character("]") where stopsAtBracket:
        return nodes
      case .command(let name):
        if let style = Self.styles[name] {
          advance()
          let rest = nested([]) { $0.row(stopsAtBracket: stopsAtBracket) }
          return nodes + [.styled(style, .row(rest))]
        }
        if let next = MathVariant.switches[name] {
          advance()
          variant = next
          continue
        }
        if let fraction = fraction(splitBy: name, nodes, stopsAtBracket) { return [fraction] }
      default:
        break
      }
      nodes += part()
    }
  }

  private static let styles: [String: MathStyle] = [
    "displaystyle": .display, "textstyle": .text, "scriptstyle": .script,
    "scriptscriptstyle": .script,
  ]

  /// `numerator \over denominator` and its kin.
  private mutating func fraction(
    splitBy name: String, _ numerator: [MathNode], _ stopsAtBracket: Bool
  ) -> MathNode? {
    guard ["over", "choose", "atop"].contains(name) else { return nil }
    advance()
    let denominator = nested([]) { $0.row(stopsAtBracket: stopsAtBracket) }
    let form = MathFractionForm(hasLine: name == "over")
    let fraction = MathNode.fraction(.group(numerator), .group(denominator), form)
    return name == "choose" ? .fenced(left: "(", [fraction], right: ")") : fraction
  }

  /// One part with its scripts; or nothing, for a command that sets nothing.
  private mutating func part() -> [MathNode] {
    if commandName == "" {
      fail(.malformed, token.range, "the formula ends in a backslash")
      return []
    }
    let startsWithScript = [.superscript, .subscriptSign, .prime].contains(token.kind)
    guard let base = startsWithScript ? .row([]) : nested(nil, { $0.atom() }) else { return [] }
    return [scripts(of: base)]
  }

  var commandName: String? { if case .command(let name) = token.kind { name } else { nil } }

  private mutating func scripts(of base: MathNode) -> MathNode {
    var placement = MathScripts.Placement.automatic
    while let name = commandName, ["limits", "nolimits", "displaylimits"].contains(name) {
      placement =
        name == "limits" ? .stacked : name == "nolimits" ? .beside : .automatic
      advance()
    }
    var lower: MathNode?
    var upper: MathNode?
    var primes = 0
    while true {
      let range = token.range
      switch token.kind {
      case .prime:
        primes += 1
        advance()
      case .superscript:
        if upper != nil {
          fail(
            .malformed, range, "this has a second superscript",
            remedy: "put braces around what belongs together, as in `{x^a}^b`")
          return base
        }
        advance()
        upper = argument(of: "^", range)
      case .subscriptSign:
        if lower != nil {
          fail(
            .malformed, range, "this has a second subscript",
            remedy: "put braces around what belongs together, as in `x_{a_b}`")
          return base
        }
        advance()
        lower = argument(of: "_", range)
      default:
        if primes > 0 { upper = .group(Self.primes(primes) + (upper.map { [$0] } ?? [])) }
        guard lower != nil || upper != nil else { return base }
        return .scripts(MathScripts(base, lower: lower, upper: upper, placement))
      }
    }
  }

  private static func primes(_ count: Int) -> [MathNode] {
    let signs = ["", "′", "″", "‴", "⁗"]
    let most = signs.count - 1
    let whole = Array(repeating: signs[most], count: count / most)
    let rest = count % most == 0 ? [] : [signs[count % most]]
    return (whole + rest).map { .symbol(MathSymbol($0, .ordinary)) }
  }

  /// What a command or a sign for a script applies to: a group or a single part.
  mutating func argument(of command: String, _ range: Range<Int>) -> MathNode {
    switch token.kind {
    case .open:
      return nested(.row([])) { .group($0.group()) }
    case .character(let scalar) where scalar.isDecimalDigit:
      advance()
      return .number(digits([scalar]))
    case .end, .close, .alignment, .rowEnd, .superscript, .subscriptSign, .prime,
      .command("right"), .command("end"), .command("middle"):
      fail(
        .malformed, range, "nothing follows `\(command)`",
        remedy: "write what it applies to between braces")
      return .row([])
    default:
      return nested(nil) { $0.atom(isSingle: true) } ?? .row([])
    }
  }

  /// The content of braces of which the first is the token.
  mutating func group() -> [MathNode] {
    let opening = token.range
    let outerVariant = variant
    let outerFences = fenceDepth
    defer { (variant, fenceDepth) = (outerVariant, outerFences) }
    fenceDepth = 0
    advance()
    let nodes = row()
    if take(.close) { return nodes }
    if token.kind == .end {
      if problems.isEmpty { fail(.malformed, opening, "this brace is never closed") }
    } else if token.kind == .rowEnd {
      fail(
        .malformed, token.range, "`\\\\` begins a new line, and this group has only one",
        remedy: "close the brace before it")
    } else {
      reportStrayToken()
    }
    return nodes
  }

  func digits(_ scalars: [Unicode.Scalar]) -> String {
    var text = ""
    for scalar in scalars { text.unicodeScalars.append(variant?.letter(scalar) ?? scalar) }
    return text
  }
}
