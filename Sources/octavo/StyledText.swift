import OctavoNotebook

/// A text for a terminal. Literals stand as they are; whatever is put into them is escaped, so that
/// no file, path or argument can give the terminal orders.
struct StyledText: ExpressibleByStringInterpolation {
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  fileprivate struct Run {
    var text: String
    var style: Style?
  }

  private var runs: [Run]

  /// - Parameter text: from anywhere; it is escaped.
  init(_ text: String, _ style: Style? = nil) {
    runs = [Run(text: text.escapedForTerminal, style: style)]
  }

  init(stringLiteral literal: String) { runs = [Run(text: literal)] }

  init(stringInterpolation: StringInterpolation) { runs = stringInterpolation.runs }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var runs: [Run] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { runs.append(Run(text: literal)) }

    mutating func appendInterpolation(_ text: StyledText) { runs += text.runs }

    mutating func appendInterpolation<Shown>(_ value: Shown) {
      runs.append(Run(text: String(describing: value).escapedForTerminal))
    }
  }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var text = left
    text.runs += right.runs
    return text
  }

  /// At most so many characters.
  func prefix(_ count: Int) -> StyledText {
    var rest = max(count, 0)
    var text = self
    for index in text.runs.indices {
      text.runs[index].text = String(text.runs[index].text.prefix(rest))
      rest -= text.runs[index].text.count
    }
    return text
  }

  func rendered(isColored: Bool) -> String {
    runs.map { run in
      guard isColored, let style = run.style, !run.text.isEmpty else { return run.text }
      return "\u{1B}[\(style.rawValue)m\(run.text)\u{1B}[0m"
    }.joined()
  }
}
