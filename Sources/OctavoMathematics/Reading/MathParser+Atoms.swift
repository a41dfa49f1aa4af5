// Single signs.
extension MathParser {
  /// - Parameter isSingle: Whether letters and digits are read one by one.
  mutating func atom(isSingle: Bool = false) -> MathNode? {
    switch token.kind {
    case .character(let scalar):
      return character(scalar, isSingle: isSingle)
    case .open:
      return .group(group())
    case .tie:
      advance()
      return .space(0.25)
    case .command(let name):
      let range = token.range
      return command(name, range)
    default:
      reportStrayToken()
      return nil
    }
  }

  private mutating func character(_ scalar: Unicode.Scalar, isSingle: Bool) -> MathNode {
    if scalar.isDecimalDigit { return .number(isSingle ? digit(scalar) : number()) }
    if let symbol = Symbols.characters[scalar], !scalar.properties.isAlphabetic {
      advance()
      return variant == .some(.bold) || variant == .some(.boldItalic)
        ? bold(scalar, symbol) : .symbol(symbol)
    }
    guard scalar.properties.isAlphabetic else {
      advance()
      return .symbol(MathSymbol(String(scalar), .ordinary))
    }
    return isSingle ? letter(scalar) : word()
  }

  private func bold(_ scalar: Unicode.Scalar, _ symbol: MathSymbol) -> MathNode {
    let letter = variant?.letter(scalar) ?? scalar
    return letter == scalar
      ? .symbol(symbol) : .identifier(String(letter), isUpright: true)
  }

  private mutating func digit(_ scalar: Unicode.Scalar) -> String {
    advance()
    return digits([scalar])
  }

  /// Digits with at most one point among them.
  private mutating func number() -> String {
    var scalars: [Unicode.Scalar] = []
    while case .character(let scalar) = token.kind {
      let isPoint =
        scalar == "." && !scalars.contains(".")
        && lexer.index < lexer.scalars.count && lexer.scalars[lexer.index].isDecimalDigit
      guard scalar.isDecimalDigit || isPoint else { break }
      scalars.append(scalar)
      advance()
    }
    return digits(scalars)
  }

  private mutating func letter(_ scalar: Unicode.Scalar) -> MathNode {
    advance()
    return letter(String(scalar), isUpright: false)
  }

  /// A letter, or a word where the typeface is one that words are set in.
  private mutating func word() -> MathNode {
    var text = ""
    while case .character(let scalar) = token.kind, scalar.properties.isAlphabetic {
      text.unicodeScalars.append(scalar)
      advance()
      if variant?.joinsLetters != true { break }
    }
    return letter(text, isUpright: false)
  }

  /// In the typeface of its place.
  func letter(_ text: String, isUpright: Bool) -> MathNode {
    guard let variant else { return .identifier(text, isUpright: isUpright) }
    var result = ""
    for scalar in text.unicodeScalars { result.unicodeScalars.append(variant.letter(scalar)) }
    return .identifier(result, isUpright: variant == .upright || isUpright && variant != .italic)
  }
}
