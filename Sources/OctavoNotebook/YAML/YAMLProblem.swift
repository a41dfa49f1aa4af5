import OctavoBase

/// What a problem that libyaml reports means to the author of a notebook.
struct YAMLProblem {
  var message: String
  var remedy: String?
  /// Whether the mistake is where libyaml began to read the thing, not where it gave up.
  var liesAtBeginning = false
  /// How far before the place where libyaml gave up the mistake is.
  var columnsBefore = 0
  /// Whether quotes around the text that begins there mend it.
  var isMendedByQuotes = false

  /// - Parameter following: What stands where libyaml gave up.
  init(_ problem: String, at following: ArraySlice<Unicode.Scalar>) {
    let scalar = following.first
    switch problem {
    case "mapping values are not allowed in this context":
      message = "a `:` has no place here"
      remedy = "put a text with a colon in quotes; indent the keys of one mapping alike"
    case "could not find expected ':'":
      message = "a `:` is missing"
      remedy = "a line of a mapping has the form `key: value`"
      liesAtBeginning = true
    case "found character that cannot start any token" where scalar == "\t":
      message = "a tab cannot indent a line"
      remedy = "indent by spaces"
    case "found character that cannot start any token":
      let sign = scalar?.visible ?? ""
      message = "a text cannot begin with `\(sign)`"
      remedy = "put it in quotes"
      isMendedByQuotes = true
    case "did not find expected alphabetic or numeric character":
      message = "a text cannot begin with `*` or `&`"
      remedy = "put it in quotes"
      liesAtBeginning = true
    case "found undefined alias":
      message = "a text cannot begin with `*`"
      remedy = "put it in quotes"
    case "did not find expected ',' or ']'":
      message = "this list is not closed by `]`"
      remedy = "close it; an expression within brackets stands in quotes: `\"${…}\"`"
      liesAtBeginning = true
    case "did not find expected ',' or '}'":
      message = "this mapping is not closed by `}`"
      remedy = "close it; an expression within braces stands in quotes: `\"${…}\"`"
      liesAtBeginning = true
    case "did not find expected key", "did not find expected '-' indicator":
      message = "the indentation does not match the lines above"
      remedy = "indent the keys of one mapping alike, and the items of one list"
    case "found unexpected end of stream":
      message = "the quotes are not closed"
      remedy = "close them"
      liesAtBeginning = true
    case "found unknown escape character":
      message = "`\\\(scalar?.visible ?? "")` is not an escape"
      remedy = "write `\\\\` for a backslash, or put the text in single quotes"
    case "did not find expected hexdecimal number":
      message = "this escape has too few hexadecimal digits"
      remedy = "write two of them after `\\x`, four after `\\u` and eight after `\\U`"
      columnsBefore = 2
    case "found invalid Unicode character escape code":
      let digits = String(String.UnicodeScalarView(following.prefix(4)))
      let isHalf = UInt32(digits, radix: 16).map { (0xD800..<0xE000).contains($0) } == true
      message =
        isHalf
        ? "`\\u\(digits)` is one half of a surrogate pair"
        : "there is no Unicode character of this number"
      remedy =
        isHalf
        ? "write both halves one after the other, as JSON does, or the character itself"
        : "the last one is `\\U0010FFFF`"
      columnsBefore = 2
    case "but found another document":
      message = "another document begins here"
      remedy = "take the `---` out"
    default:
      message = "this is not YAML: \(problem)"
    }
  }
}
