/// Commands that stand for the names of functions.
enum Functions {
  private static let plain = """
    log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth arg deg dim hom
    ker
    """
  private static let withLimits = "min max sup inf lim limsup liminf det gcd Pr argmin argmax"

  /// As they are written out; those of two words have a thin space between them.
  static let named: [String: (text: String, takesLimits: Bool)] = {
    var result: [String: (text: String, takesLimits: Bool)] = [:]
    for name in plain.split(whereSeparator: \.isWhitespace) {
      result[String(name)] = (String(name), false)
    }
    for name in withLimits.split(separator: " ") { result[String(name)] = (String(name), true) }
    for (name, text) in ["limsup": "lim sup", "liminf": "lim inf"] {
      result[name] = (text.replacing(" ", with: "\u{2009}"), true)
    }
    result["argmin"] = ("arg\u{2009}min", true)
    result["argmax"] = ("arg\u{2009}max", true)
    return result
  }()
}
