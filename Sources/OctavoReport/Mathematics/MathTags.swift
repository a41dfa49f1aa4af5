/// The elements and attributes of MathML Core, which browsers set without script.
extension HTMLTag {
  package static let math = HTMLTag("math")
  package static let mrow = HTMLTag("mrow")
  package static let mi = HTMLTag("mi")
  package static let mn = HTMLTag("mn")
  package static let mo = HTMLTag("mo")
  package static let mtext = HTMLTag("mtext")
  package static let mspace = HTMLTag("mspace")
  package static let mfrac = HTMLTag("mfrac")
  package static let msqrt = HTMLTag("msqrt")
  package static let mroot = HTMLTag("mroot")
  package static let msub = HTMLTag("msub")
  package static let msup = HTMLTag("msup")
  package static let msubsup = HTMLTag("msubsup")
  package static let munder = HTMLTag("munder")
  package static let mover = HTMLTag("mover")
  package static let munderover = HTMLTag("munderover")
  package static let mstyle = HTMLTag("mstyle")
  package static let mphantom = HTMLTag("mphantom")
  package static let mtable = HTMLTag("mtable")
  package static let mtr = HTMLTag("mtr")
  package static let mtd = HTMLTag("mtd")
  package static let semantics = HTMLTag("semantics")
  package static let annotation = HTMLTag("annotation")
}

extension HTMLAttribute {
  package static let block = Self("display", "block")
  package static let texEncoding = Self("encoding", "application/x-tex")
  /// The one typeface that MathML Core knows: that of a letter which is not slanted.
  package static let normalVariant = Self("mathvariant", "normal")
  package static func alttext(_ value: String) -> Self { Self("alttext", value) }

  package static func displayStyle(_ value: Bool) -> Self { Self("displaystyle", "\(value)") }
  package static func scriptLevel(_ value: Int) -> Self { Self("scriptlevel", "\(value)") }
  package static func leftSpace(_ em: Double) -> Self { Self("lspace", length(em)) }
  package static func rightSpace(_ em: Double) -> Self { Self("rspace", length(em)) }
  package static func width(em: Double) -> Self { Self("width", length(em)) }
  package static func stretchy(_ value: Bool) -> Self { Self("stretchy", "\(value)") }
  package static func symmetric(_ value: Bool) -> Self { Self("symmetric", "\(value)") }
  package static func prefix(_ value: Bool) -> Self { Self("form", value ? "prefix" : "postfix") }
  package static func minimumSize(em: Double) -> Self { Self("minsize", length(em)) }
  package static func maximumSize(em: Double) -> Self { Self("maxsize", length(em)) }
  package static func movableLimits(_ value: Bool) -> Self { Self("movablelimits", "\(value)") }
  package static func accent(_ value: Bool) -> Self { Self("accent", "\(value)") }
  package static func accentUnder(_ value: Bool) -> Self { Self("accentunder", "\(value)") }
  package static let noLine = Self("linethickness", "0")

  /// In thousandths of an em at most.
  private static func length(_ em: Double) -> String {
    let thousandths = Int((em * 1000).rounded())
    if thousandths == 0 { return "0" }
    let sign = thousandths < 0 ? "-" : ""
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    var digits = String(1000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return digits.isEmpty ? "\(sign)\(whole)em" : "\(sign)\(whole).\(digits)em"
  }
}
