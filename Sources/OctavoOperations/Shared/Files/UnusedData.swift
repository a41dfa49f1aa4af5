import OctavoResults
import OctavoRunner

/// What of a file's lines nobody used.
struct UnusedData {
  let file: String
  private var blankLines = 0
  private var firstBlankLine = 0
  private var keys: [String: Int] = [:]
  private var order: [String] = []
  private var firstLine = 0

  /// More keys than this are counted together.
  private static let mostNames = 8

  init(file: String) { self.file = file }

  mutating func blankLine(_ number: Int) {
    if blankLines == 0 { firstBlankLine = number }
    blankLines += 1
  }

  mutating func unusedKeys(of line: ObjectLines.Line) {
    for key in line.unusedKeys {
      if order.isEmpty { firstLine = line.number }
      if keys.updateValue((keys[key] ?? 0) + 1, forKey: key) == nil { order.append(key) }
    }
  }

  /// A sentence for each kind of leftover.
  var warnings: [StepWarning] {
    var warnings: [StepWarning] = []
    if !order.isEmpty {
      let named = order.prefix(Self.mostNames).map { "`\($0)` (\(lines(keys[$0] ?? 0)))" }
      let others = order.count - named.count
      warnings.append(
        StepWarning(
          .minor,
          "Keys of `\(file)` that are not used: " + named.joined(separator: ", ")
            + (others > 0 ? " and \(others) others" : "") + "; the first in line \(firstLine)."))
    }
    if blankLines > 0 {
      warnings.append(
        StepWarning(
          .minor,
          "Passed over in `\(file)`: "
            + "\(blankLines == 1 ? "1 blank line" : "\(blankLines) blank lines"), "
            + "the first is line \(firstBlankLine)."))
    }
    return warnings
  }

  private func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}

extension StepContext {
  func warn(of unusedData: UnusedData) { for warning in unusedData.warnings { warn(warning) } }
}
