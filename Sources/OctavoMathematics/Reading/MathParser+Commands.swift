import OctavoBase

// Commands.
extension MathParser {
  /// What a command sets; `nil` for one that sets nothing.
  mutating func command(_ name: String, _ range: Range<Int>) -> MathNode? {
    advance()
    if let text = Letters.italic[name] { return letter(text, isUpright: false) }
    if let text = Letters.upright[name] {
      return letter(text, isUpright: true)
    }
    if let symbol = Symbols.named[name] { return .symbol(symbol) }
    if let function = Functions.named[name] {
      return .function(function.text, takesLimits: function.takesLimits)
    }
    if let width = Spaces.named[name] { return .space(width) }
    if let accent = Accents.named[name] {
      return .accent(argument(of: "\\\(name)", range), accent)
    }
    if let variant = MathVariant.commands[name] { return letters(in: variant, name, range) }
    if let size = Delimiters.sizes[name] { return delimiter(name, range, size) }
    if let font = Self.textFonts[name] { return text(of: name, range, font) }
    return structure(name, range)
  }

  private mutating func letters(
    in next: MathVariant, _ name: String, _ range: Range<Int>
  ) -> MathNode {
    let outer = variant
    variant = next
    defer { variant = outer }
    return argument(of: "\\\(name)", range)
  }

  private mutating func structure(_ name: String, _ range: Range<Int>) -> MathNode? {
    switch name {
    case "frac", "cfrac", "dfrac", "tfrac", "binom", "dbinom", "tbinom":
      return fraction(name, range)
    case "sqrt":
      let degree = optionalArgument()
      return .root(argument(of: "\\sqrt", range), degree: degree)
    case "overset", "underset", "stackrel":
      return stacked(name, range)
    case "xrightarrow", "xleftarrow", "xleftrightarrow", "xRightarrow", "xLeftarrow", "xmapsto":
      let under = optionalArgument()
      let over = argument(of: "\\\(name)", range)
      return .arrow(Self.longArrows[name] ?? "→", under: under, over: over)
    case "substack": return substack(range)
    case "operatorname": return operatorName(range)
    case "left": return fence(range)
    case "middle": return middle(range)
    case "begin": return environment(range)
    case "not": return negation(range)
    case "mathop", "mathbin", "mathrel", "mathord", "mathopen", "mathclose", "mathpunct",
      "mathinner":
      let mathClass = Self.classes[name] ?? .ordinary
      return .classed(mathClass, argument(of: "\\\(name)", range))
    case "boxed", "fbox": return .boxed(argument(of: "\\\(name)", range))
    case "phantom", "hphantom", "vphantom": return .phantom(argument(of: "\\\(name)", range))
    case "smash", "mathstrut", "strut", "mathchoice", "displaylimits", "nonumber", "notag",
      "allowbreak", "nobreak", "relax", "null", "protect", "/", "hfill", "centering":
      return nil
    case "bmod": return .classed(.binary, .function("mod", takesLimits: false))
    case "mod", "pmod": return modulus(name, range)
    case "tag": return tag(range)
    case "color", "textcolor", "colorbox": return color(name, range)
    case _ where Spaces.measured.contains(name): return space(name, range)
    default:
      reportUnknown(name, range)
      return .text("\\\(name)", .mono)
    }
  }

  private static let longArrows = [
    "xrightarrow": "→", "xleftarrow": "←", "xleftrightarrow": "↔", "xRightarrow": "⇒",
    "xLeftarrow": "⇐", "xmapsto": "↦",
  ]

  private static let classes: [String: MathClass] = [
    "mathop": .largeOperator, "mathbin": .binary, "mathrel": .relation, "mathord": .ordinary,
    "mathopen": .opening, "mathclose": .closing, "mathpunct": .punctuation, "mathinner": .inner,
  ]

  private mutating func optionalArgument() -> MathNode? {
    guard token.kind == .character("[") else { return nil }
    let opening = token.range
    advance()
    let nodes = nested([]) { $0.row(stopsAtBracket: true) }
    if token.kind == .character("]") {
      advance()
    } else if problems.isEmpty {
      fail(.malformed, opening, "this bracket is never closed")
    }
    return .group(nodes)
  }

  private mutating func fraction(_ name: String, _ range: Range<Int>) -> MathNode {
    let numerator = argument(of: "\\\(name)", range)
    let denominator = argument(of: "\\\(name)", range)
    let style: MathStyle? =
      switch name.first {
      case "d", "c": .display
      case "t": .text
      default: nil
      }
    let isBinomial = name.hasSuffix("binom")
    let fraction = MathNode.fraction(
      numerator, denominator, MathFractionForm(hasLine: !isBinomial, style: style))
    return isBinomial ? .fenced(left: "(", [fraction], right: ")") : fraction
  }

  private mutating func stacked(_ name: String, _ range: Range<Int>) -> MathNode {
    let script = argument(of: "\\\(name)", range)
    let base = argument(of: "\\\(name)", range)
    if name == "underset" { return .stacked(base, under: script, over: nil) }
    let stacked = MathNode.stacked(base, under: nil, over: script)
    return name == "stackrel" ? .classed(.relation, stacked) : stacked
  }

  private mutating func negation(_ range: Range<Int>) -> MathNode? {
    if case .symbol(var symbol) = argument(of: "\\not", range) {
      symbol.text = Symbols.negated(symbol.text)
      return .symbol(symbol)
    }
    report(
      .malformed, range, "`\\not` crosses out a relation, and none follows",
      remedy: "write it as in `\\not\\subset`")
    return nil
  }

  private mutating func modulus(_ name: String, _ range: Range<Int>) -> MathNode {
    let argument = argument(of: "\\\(name)", range)
    let word = MathNode.function("mod", takesLimits: false)
    guard name == "pmod" else { return .row([.space(0.6), word, argument]) }
    return .row([
      .space(0.6), .symbol(MathSymbol("(", .opening)), word, argument,
      .symbol(MathSymbol(")", .closing)),
    ])
  }

  private mutating func color(_ name: String, _ range: Range<Int>) -> MathNode? {
    guard token.kind == .open, contentOfGroup() != nil else {
      fail(.malformed, range, "`\\\(name)` needs a color between braces")
      return nil
    }
    report(
      .ignored, range, "a report shows its formulas in one color, so `\\\(name)` has no effect",
      remedy: "leave it out, or use `\\boxed{…}`")
    return name == "color" ? nil : argument(of: "\\\(name)", range)
  }

  private mutating func tag(_ range: Range<Int>) -> MathNode? {
    _ = take(.character("*"))
    guard token.kind == .open, let content = contentOfGroup() else {
      fail(.malformed, range, "`\\tag` needs a text between braces", remedy: "write `\\tag{1}`")
      return nil
    }
    if tag == nil {
      tag = lexer.text(content).filter { $0 != "$" && $0 != "{" && $0 != "}" }
    } else {
      report(
        .malformed, range, "a formula has only one `\\tag`",
        remedy: "write each line that has one as a formula of its own")
    }
    return nil
  }

  private mutating func space(_ name: String, _ range: Range<Int>) -> MathNode? {
    _ = take(.character("*"))
    var text = ""
    if token.kind == .open {
      text = contentOfGroup().map { lexer.text($0) } ?? ""
    } else {
      while case .character(let scalar) = token.kind, Spaces.length(text) == nil,
        text.count < 12
      {
        text.unicodeScalars.append(scalar)
        advance()
      }
    }
    guard let width = Spaces.length(text) else {
      fail(
        .malformed, range, "`\\\(name)` needs a length", remedy: "write it as in `\\hspace{1em}`")
      return nil
    }
    return .space(width)
  }
}
