/// Commands that put a sign over or under what follows.
enum Accents {
  static let named: [String: MathAccent] = {
    var result: [String: MathAccent] = [:]
    let signs = WordList.pairs(
      "hat ˆ tilde ˜ bar ¯ vec → dot ˙ ddot ¨ dddot ⃛ check ˇ breve ˘ acute ´ grave ` mathring ˚")
    for (name, sign) in signs { result[name] = MathAccent(sign) }
    let wide = WordList.pairs(
      """
      widecheck ˇ overline ‾ overrightarrow → overleftarrow ←
      overleftrightarrow ↔
      """)
    for (name, sign) in wide { result[name] = MathAccent(sign, isStretched: true) }
    // The combining signs are those of which fonts have wide forms.
    result["widehat"] = MathAccent("\u{302}", isStretched: true)
    result["widetilde"] = MathAccent("\u{303}", isStretched: true)
    let under = WordList.pairs("underline _ underrightarrow → underleftarrow ← utilde ~")
    for (name, sign) in under {
      result[name] = MathAccent(sign, isStretched: true, isUnder: true)
    }
    for (name, sign) in WordList.pairs("overbrace ⏞ overbracket ⎴") {
      result[name] = MathAccent(sign, isStretched: true, takesLimits: true)
    }
    for (name, sign) in WordList.pairs("underbrace ⏟ underbracket ⎵") {
      result[name] = MathAccent(sign, isStretched: true, isUnder: true, takesLimits: true)
    }
    return result
  }()
}
