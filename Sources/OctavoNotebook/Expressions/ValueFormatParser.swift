import OctavoResults

extension ValueFormat {
  /// Reads a format such as `.3f`.
  ///
  /// - Returns: `nil` after a diagnostic.
  public static func parse(
    _ text: LocatedText, _ diagnostics: inout [Diagnostic]
  ) -> ValueFormat? {
    do throws(Fault) {
      return try parse(EscapedSign.restored(in: text.text))
    } catch {
      diagnostics.append(
        Diagnostic(.invalidFormat, at: text.range, error.message, remedy: error.remedy))
      return nil
    }
  }

  private struct Fault: Error {
    var message: String
    var remedy: String?
  }

  /// No number has more digits that mean something; a page stays a page.
  private static let greatestLength = 250

  private static func parse(_ text: String) throws(Fault) -> ValueFormat {
    guard !text.isEmpty else { throw Fault(message: "a format is missing", remedy: examples) }
    var rest = Array(text.unicodeScalars)[...]
    var format = ValueFormat(nil)
    if let alignment = rest.dropFirst().first.flatMap(Alignment.init(scalar:)) {
      (format.fill, format.alignment) = (rest.first, alignment)
      rest.removeFirst(2)
    } else if let alignment = rest.first.flatMap(Alignment.init(scalar:)) {
      format.alignment = alignment
      rest.removeFirst()
    }
    if let sign = rest.first.flatMap({ Sign(rawValue: Character($0)) }) {
      format.sign = sign
      rest.removeFirst()
    }
    format.dropsSignOfZero = rest.accept("z")
    format.isAlternate = rest.accept("#")
    if format.fill == nil { format.padsWithZeros = rest.accept("0") }
    if let width = rest.number() { format.width = try checked(width, "width") }
    while let grouping = rest.first.flatMap({ Grouping(rawValue: Character($0)) }) {
      guard format.grouping == nil else {
        throw Fault(
          message: format.grouping == grouping
            ? "`\(text)` has `\(grouping.rawValue)` twice"
            : "a format groups digits by `,` or by `_`, not by both")
      }
      format.grouping = grouping
      rest.removeFirst()
    }
    if rest.accept(".") {
      guard let precision = rest.number() else {
        throw Fault(
          message: "the precision is missing after the `.` of `\(text)`",
          remedy: "write a number behind it, as in `.3f`")
      }
      format.precision = try checked(precision, "precision")
    }
    if let type = rest.first, rest.count == 1 {
      guard let presentation = Presentation(rawValue: Character(type)) else {
        throw Fault(
          message: "`\(text)` is not a format: there is no type `\(type.visible)`",
          remedy: "the types are " + Presentation.list)
      }
      format.presentation = presentation
    } else if !rest.isEmpty {
      throw Fault(message: "`\(text)` is not a format", remedy: examples)
    }
    if let grouping = format.grouping, let type = format.presentation, !type.takes(grouping) {
      throw Fault(message: "`\(grouping.rawValue)` cannot go with the type `\(type.rawValue)`")
    }
    return format
  }

  private static let examples =
    "formats are written like `.3f`, `.1e`, `.3g`, `d`, `,`, `.0%`, `+.2f`, `>10` or `05d`"

  private static func checked(_ number: Int?, _ what: String) throws(Fault) -> Int {
    guard let number, number <= greatestLength else {
      throw Fault(message: "the \(what) of a format is at most \(greatestLength)")
    }
    return number
  }
}

extension ValueFormat {
  /// Why a value of this type cannot be written so; `nil` if it can.
  public func mismatch(with type: ValueType) -> String? {
    if type == .estimate { return mismatch(with: .number) }
    guard case .scalar(let scalar) = type else { return "a format takes one value, not \(type)" }
    switch scalar {
    case .text:
      if let presentation, presentation != .text { return refusal(type, "the type", presentation) }
      if let sign { return refusal(type, "the sign", sign) }
      if let grouping { return refusal(type, "the grouping", grouping) }
      if dropsSignOfZero {
        return "the format's `z` is for numbers with decimal places, not a text"
      }
      if isAlternate { return "the format's `#` is for numbers, not a text" }
      if alignment == .afterSign { return "the format's `=` is for numbers, not a text" }
    case .integer, .boolean:
      if presentation == .text { return refusal(type, "the type", Presentation.text) }
      if presentation?.isForRealNumbers == true { return nil }
      if precision != nil {
        return "a precision is for numbers with decimal places, not \(type)"
      }
      if dropsSignOfZero {
        return "the format's `z` is for numbers with decimal places, not \(type)"
      }
      if presentation == .character, sign != nil || isAlternate {
        return "the format's type `c` takes no sign and no `#`"
      }
    case .number:
      if let presentation, presentation.isForIntegers || presentation == .text {
        return refusal(type, "the type", presentation)
      }
    }
    return nil
  }

  private func refusal<Part: RawRepresentable<Character>>(
    _ type: ValueType, _ what: String, _ part: Part
  ) -> String {
    let owner =
      switch part as? Presentation {
      case .text?: "a text"
      case let presentation? where presentation.isForIntegers: "an integer"
      default: "a number"
      }
    return "\(what) `\(part.rawValue)` of the format is for \(owner), not \(type)"
  }
}

extension ValueFormat.Presentation {
  fileprivate static let list = allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")

  fileprivate func takes(_ grouping: ValueFormat.Grouping) -> Bool {
    switch self {
    case .text, .character, .localized: false
    case .binary, .octal, .hexadecimal, .upperHexadecimal: grouping == .underscore
    default: true
    }
  }
}

extension ValueFormat.Alignment {
  fileprivate init?(scalar: Unicode.Scalar) { self.init(rawValue: Character(scalar)) }
}

extension ArraySlice<Unicode.Scalar> {
  fileprivate mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard first == scalar else { return false }
    removeFirst()
    return true
  }

  /// The number at the beginning; `.some(nil)` if it is too large, `nil` if there is none.
  fileprivate mutating func number() -> Int?? {
    let digits = prefix { $0.isDigit }
    guard !digits.isEmpty else { return nil }
    removeFirst(digits.count)
    return .some(Int(String(String.UnicodeScalarView(digits))))
  }
}
