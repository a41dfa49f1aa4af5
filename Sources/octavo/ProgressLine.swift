import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// Tells of a run as it happens: on a terminal one line that is drawn over itself, elsewhere a plain
/// line at the start and the end of a step and every ten seconds between.
final class ProgressLine {
  private let terminal: Terminal
  private var stepStart = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  /// What the step's first report counted: a step that resumes from an earlier run has not done in
  /// this one what lies before.
  private var firstCount: Int?
  private var label = ""

  init(terminal: Terminal) {
    self.terminal = terminal
  }

  func show(_ event: RunEvent) {
    switch event {
    case .stepStarted(let name, let operation, let index, let count):
      stepStart = .now
      firstCount = nil
      lastDrawn = nil
      label = "[\(index)/\(count)] \(name)"
      if terminal.isInteractive {
        draw("\(label) \(operation)")
      } else {
        terminal.line("\(label): \(operation)")
      }
    case .progress(_, let progress): show(progress)
    case .warning(let step, let message):
      clear()
      terminal.line(terminal.styled("warning", .yellow) + ": \(step): \(message)")
    case .note(let step, let message):
      clear()
      terminal.line(terminal.styled("note", .dim) + ": \(step): \(message)")
    case .stepFinished(let record, let metadata): finish(record, metadata)
    }
  }

  private func show(_ progress: StepProgress) {
    firstCount = firstCount ?? progress.completed
    let interval: Duration = terminal.isInteractive ? .milliseconds(100) : .seconds(10)
    let reference = lastDrawn ?? (terminal.isInteractive ? nil : stepStart)
    if let reference, reference.duration(to: .now) < interval { return }
    lastDrawn = .now
    if terminal.isInteractive {
      draw("\(label) \(bar(progress)) \(details(progress))")
    } else {
      terminal.line("\(label): \(details(progress))")
    }
  }

  private func details(_ progress: StepProgress) -> String {
    let elapsed = stepStart.duration(to: .now).seconds
    let done = progress.completed - (firstCount ?? 1) + 1
    let rate = Double(done) / max(elapsed, 1e-9)
    let left = Double(progress.total - progress.completed) / max(rate, 1e-9)
    var parts = ["\(progress.completed)/\(progress.total) \(progress.unit)"]
    parts += progress.quantities.map { "\($0.name) \(String(format: "%.3f", $0.value))" }
    if elapsed > 0.5, done > 0 {
      parts.append(String(format: rate < 10 ? "%.1f/s" : "%.0f/s", rate))
      parts.append("\(DurationText.text(seconds: left)) left")
    }
    return parts.joined(separator: " · ")
  }

  private func bar(_ progress: StepProgress) -> StyledText {
    let cells = 20
    let filled = progress.total > 0 ? cells * progress.completed / progress.total : 0
    return StyledText(String(repeating: "━", count: filled))
      + terminal.styled(String(repeating: "─", count: cells - filled), .dim)
  }

  private func finish(_ record: StepRecord, _ metadata: RunMetadata.Step) {
    clear()
    switch record.status {
    case .done:
      let mark =
        record.hasBrokenExpectation ? terminal.styled("✗", .red) : terminal.styled("✓", .green)
      let time = DurationText.text(seconds: metadata.seconds)
      let note = metadata.cached ? "from the store (\(time) when it ran)" : time
      terminal.line("\(mark) \(label) \(terminal.styled(note, .dim))")
      for verdict in record.verdicts where !verdict.holds {
        let numbers = verdict.detail.isEmpty ? "" : " (\(verdict.detail))"
        terminal.line("  does not hold: \(verdict.claim)\(numbers)")
      }
    case .failed(let error):
      terminal.line("\(terminal.styled("✗", .red)) \(label) failed: \(error)")
    case .skipped(let because):
      terminal.line("\(terminal.styled("–", .yellow)) \(record.name) skipped: \(because)")
    }
  }

  private func draw(_ text: StyledText) {
    terminal.write("\r\u{1B}[2K" + text.prefix(terminal.width - 1))
  }

  private func clear() {
    if terminal.isInteractive { terminal.write("\r\u{1B}[2K") }
  }
}

extension Duration {
  /// In seconds, with the fraction.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
