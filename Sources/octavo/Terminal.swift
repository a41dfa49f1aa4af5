import Foundation

/// Standard error as a place to tell the user things.
struct Terminal {
  /// Whether lines may be overwritten in place: a terminal that can, with a person before it.
  let isInteractive: Bool
  let usesColor: Bool

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let isTerminal = isatty(STDERR_FILENO) == 1
    let isDumb = environment["TERM"] == "dumb"
    isInteractive = isTerminal && !isDumb
    usesColor = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty
  }

  var width: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      ? Int(size.ws_col) : 80
  }

  func write(_ text: StyledText) {
    write(escaped: text.rendered(isColored: usesColor))
  }

  func line(_ text: StyledText) { write(text + "\n") }

  /// - Parameter text: without anything that the terminal should not obey.
  func write(escaped text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  func styled(_ text: String, _ style: StyledText.Style) -> StyledText { StyledText(text, style) }
}
