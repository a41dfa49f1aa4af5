import OctavoBase
import OctavoRunner

extension OptionSchema {
  /// What the option is set to, as YAML: the ends of its range and what lies beyond, and what is no
  /// value of its type.
  var extremes: [String] {
    let values = ends + (isNumeric ? Self.numbers : Self.others + Self.numbers.prefix(3)) + choices
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }

  private static let numbers = [
    "0", "-1", "1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e308",
    "-1e308", "5e-324", ".nan", ".inf", "-.inf", "-0.0", "0.5", "[]", "[0]",
    "[9223372036854775807]", "[-1, 1]", list(of: "1"), "null", "true", "text", "{a: 1}",
    "\"${1 / 0}\"",
  ]

  private static let others = [
    "\"\"", "\"é😀中\\u0301\"", "\"" + String(repeating: "ab c\\n", count: 20_000) + "\"", "null",
    "true", "[]", "[\"\"]", "[[1]]", "[null]", "{}", "{a: 1}", list(of: "x"), "\"${0 / 0}\"",
  ]

  private static func list(of element: String) -> String {
    "[" + Array(repeating: element, count: 10_000).joined(separator: ", ") + "]"
  }

  private var ends: [String] {
    let ends = [lowest, highest].compactMap { $0 }.flatMap(neighbors)
    return ends + (element == nil ? [] : ends.map { "[\($0)]" })
  }

  private func neighbors(_ end: JSON) -> [String] {
    switch end {
    case .integer(let integer):
      [-1, 0, 1].map { integer.addingReportingOverflow($0) }.filter { !$0.overflow }
        .map { String($0.partialValue) }
    case .number(let number):
      [number.nextDown, number, number.nextUp].map { String($0) }
    default: []
    }
  }

  private var choices: [String] {
    forms.flatMap { form -> [String] in
      guard case .array(let words) = form["enum"] else { return [] }
      return words.map { $0.compactText }
    }
  }
}
