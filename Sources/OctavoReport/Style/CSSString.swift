/// A text as a string of a style sheet, which cannot be left before its end.
enum CSSString {
  /// Only letters, digits and spaces stand for themselves.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar.isASCII ? scalar.isPlain : scalar.properties.isAlphabetic {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\" + String(scalar.value, radix: 16) + " "
      }
    }
    return result + "\""
  }
}

extension Unicode.Scalar {
  fileprivate var isPlain: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", " ": true
    default: false
    }
  }
}
