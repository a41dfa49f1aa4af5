/// Cuts an expression into its words and signs.
struct ExpressionLexer {
  enum Token: Hashable {
    case integer(Int)
    case number(Double)
    case string(String)
    /// Names joined by dots, each with its offsets.
    case path([Range<Int>])
    /// The same after a closing bracket, with a dot before it.
    case dottedNames([Range<Int>])
    /// Also `(`, `[`, `,` and their like, and the words `and`, `or`, `not`, `true` and `false`.
    case symbol(String)
    case end
  }

  struct PlacedToken {
    var token: Token
    var offsets: Range<Int>
  }

  private let text: LocatedText
  private let scalars: [Unicode.Scalar]
  private var index = 0

  private init(_ text: LocatedText) {
    self.text = text
    self.scalars = Array(text.text.unicodeScalars)
  }

  /// The tokens of a text, closed by `end`.
  static func tokens(of text: LocatedText) throws(Diagnostic) -> [PlacedToken] {
    var lexer = ExpressionLexer(text)
    var tokens: [PlacedToken] = []
    repeat {
      tokens.append(try lexer.next())
      guard tokens.count <= Limits.expressionTokens else {
        throw Diagnostic(
          .tooLarge, at: text.range, "the expression is too long",
          remedy: "divide it among several configs or steps")
      }
    } while tokens[tokens.count - 1].token != .end
    return tokens
  }

  private mutating func next() throws(Diagnostic) -> PlacedToken {
    while let scalar = peek(), scalar.properties.isWhitespace { index += 1 }
    let start = index
    let token = try token()
    return PlacedToken(token: token, offsets: start..<index)
  }

  private mutating func token() throws(Diagnostic) -> Token {
    guard let scalar = peek() else { return .end }
    if scalar.isDigit || (scalar == "." && peek(1)?.isDigit == true) { return try number() }
    if scalar.startsName { return try word() }
    if scalar == ".", peek(1)?.startsName == true, index > 0, scalars[index - 1] == "]" {
      index += 1
      return .dottedNames(try names())
    }
    if scalar == "\"" || scalar == "'" { return try string(closedBy: scalar) }
    let pair = String(String.UnicodeScalarView(scalars[index...].prefix(2)))
    for symbol in [pair, String(scalar)] {
      if let remedy = Self.foreignOperators[symbol] {
        throw error(
          at: index..<index + symbol.unicodeScalars.count, "`\(symbol)` is not an operator here",
          remedy: remedy, correction: Self.ownOperators[symbol])
      }
      if Self.symbols.contains(symbol) {
        index += symbol.unicodeScalars.count
        return .symbol(symbol)
      }
    }
    throw error(
      at: index..<index + 1, "`\(scalar.visible)` has no meaning in an expression")
  }

  private static let symbols: Set = [
    "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "^", "(", ")", ",", "[", "]", "=", "|",
    "..", "≈", "±",
  ]

  private static let foreignOperators = [
    "&&": "write `and`", "||": "write `or`", "!": "write `not`", "~=": "write `a ≈ b ± tolerance`",
    "**": "write a power as `a ^ b`",
    "//": "write `/`, and `round(…)` around it for an integer",
    "%": "write 10 % as `0.1`; there is no remainder",
    "≤": "write `<=`", "≥": "write `>=`", "≠": "write `!=`", "×": "write `*`", "−": "write `-`",
  ]

  /// What means the same here, where a single sign or word does.
  private static let ownOperators = [
    "&&": "and", "||": "or", "!": "not ", "≤": "<=", "≥": ">=", "≠": "!=", "×": "*",
    "−": "-",
  ]

  private mutating func number() throws(Diagnostic) -> Token {
    let start = index
    skip { $0.isDigit }
    if peek() == ".", peek(1) != "." {
      index += 1
      skip { $0.isDigit }
    }
    if peek() == "e" || peek() == "E" {
      index += 1
      if peek() == "+" || peek() == "-" { index += 1 }
      skip { $0.isDigit }
    }
    while let scalar = peek(), scalar.continuesName || (scalar == "." && peek(1) != ".") {
      index += 1
    }
    let spelling = spelling(start..<index)
    if let integer = Int(spelling) { return .integer(integer) }
    if spelling.unicodeScalars.allSatisfy(\.isDigit) {
      throw error(at: start..<index, "`\(spelling)` does not fit in 64 bits")
    }
    switch ScalarSchema.number(spelling) {
    case .value(.number(let number)):
      return .number(number)
    case .outOfRange(let problem):
      throw error(at: start..<index, "`\(spelling)` \(problem)")
    case .text, .value:
      throw error(
        at: start..<index, "`\(spelling)` is not a number",
        remedy: "numbers are written like `12`, `0.5` or `1e-4`")
    }
  }

  private mutating func word() throws(Diagnostic) -> Token {
    let names = try names()
    let word = spelling(names[0])
    if names.count == 1, Self.words.contains(word) { return .symbol(word) }
    return .path(names)
  }

  /// From the first letter to the end of the last name.
  private mutating func names() throws(Diagnostic) -> [Range<Int>] {
    var names: [Range<Int>] = []
    while true {
      let start = index
      skipName()
      names.append(start..<index)
      guard peek() == ".", peek(1) != "." else { break }
      index += 1
      guard peek()?.startsName == true else {
        throw error(at: index - 1..<index, "a name is missing after the dot")
      }
    }
    return names
  }

  private static let words: Set = ["and", "or", "not", "true", "false"]

  /// A hyphen belongs to a name when a letter or digit follows.
  private mutating func skipName() {
    repeat {
      index += 1
    } while peek().map { $0.continuesName || ($0 == "-" && peek(1)?.continuesName == true) }
      ?? false
  }

  private mutating func string(closedBy quote: Unicode.Scalar) throws(Diagnostic) -> Token {
    let start = index
    index += 1
    var content = String.UnicodeScalarView()
    while let scalar = peek() {
      index += 1
      if scalar == quote { return .string(String(content)) }
      if scalar == "\\", let sign = peek() {
        index += 1
        guard let escaped = Self.escapes[sign] else {
          throw error(
            at: index - 2..<index, "`\\\(sign.visible)` is not an escape in a text",
            remedy: "write a backslash as `\\\\`")
        }
        content.append(escaped)
      } else {
        content.append(scalar)
      }
    }
    throw error(
      at: start..<index, "the text is not closed", remedy: "close it with `\(quote)`")
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "\"": "\"", "'": "'", "n": "\n", "t": "\t", "r": "\r",
  ]

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  private mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while let scalar = peek(), condition(scalar) { index += 1 }
  }

  private func spelling(_ offsets: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[offsets]))
  }

  /// - Parameter correction: what to write in place of these characters.
  private func error(
    at offsets: Range<Int>, _ message: String, remedy: String? = nil, correction: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      Explanation(
        .invalidExpression, message, remedy: remedy,
        correction: correction.map { .init(of: spelling(offsets), by: $0) }),
      at: text.range(of: offsets))
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { "0"..."9" ~= self }

  fileprivate var startsName: Bool { "a"..."z" ~= self || "A"..."Z" ~= self || self == "_" }

  fileprivate var continuesName: Bool { startsName || isDigit }

  /// The scalar itself where it shows, else its number, as in `U+200B`.
  var visible: String {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      let digits = String(value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    default:
      return String(self)
    }
  }
}
