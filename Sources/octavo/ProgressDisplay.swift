import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// Tells of a run as it happens: on a terminal a line for each task that is on and one for the run, drawn
/// over themselves; elsewhere a plain line at the start and the end of a task and every ten seconds
/// between.
final class ProgressDisplay: @unchecked Sendable {
  private let terminal: Terminal
  /// Whether only what is wrong is told.
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  /// In the order in which they began.
  private var running: [TaskProgress] = []
  private var finishedCount = 0
  private var lastDrawn: ContinuousClock.Instant?
  private var drawnLines = 0
  /// What each step has warned of.
  private var warnings: [String: Set<WarningKind>] = [:]
  /// Notes of a cluster come from another thread than events.
  private let turn = NSRecursiveLock()

  init(terminal: Terminal, isQuiet: Bool = false) {
    self.terminal = terminal
    self.isQuiet = isQuiet
  }

  func show(_ event: RunEvent) { turn.withLock { tell(event) } }

  /// Something about the run as a whole.
  func showNote(_ text: String) {
    if isQuiet { return }
    turn.withLock { print(terminal.styled("note", .dim) + ": \(text)") }
  }

  private func tell(_ event: RunEvent) {
    switch event {
    case .started where isQuiet, .progress where isQuiet, .note where isQuiet: break
    case .started(let task):
      running.append(TaskProgress(task))
      if terminal.isInteractive {
        draw()
      } else {
        terminal.line("\(label(of: task)): \(task.operation)")
      }
    case .progress(let task, let progress): note(progress, of: task)
    case .warning(let task, let warning):
      guard warnings[task.step, default: []].insert(WarningKind(of: warning.text)).inserted else {
        return
      }
      print(word(for: warning.grade) + ": \(task.name): \(warning.text)")
    case .note(let task, let message):
      print(terminal.styled("note", .dim) + ": \(task.name): \(message)")
    case .finished(let task, let record, let metadata):
      running.removeAll { $0.task == task }
      if task.number > 0 { finishedCount += 1 }
      finish(task, record, metadata)
    }
  }

  func showFailure(ofTracker tracker: String, _ error: any Error) {
    let reason = error.localizedDescription
    print(
      word(for: .ordinary)
        + ": the tracker \(tracker) failed and is left out from now on: \(reason)")
  }

  func showNote(ofTracker tracker: String, _ text: String) {
    if !isQuiet { print(terminal.styled("note", .dim) + ": the tracker \(tracker): \(text)") }
  }

  private func label(of task: RunTask) -> String { "[\(task.number)/\(task.count)] \(task.name)" }

  private func note(_ progress: StepProgress, of task: RunTask) {
    guard let place = running.firstIndex(where: { $0.task == task }) else { return }
    running[place].note(progress)
    if terminal.isInteractive {
      if let lastDrawn, lastDrawn.duration(to: .now) < .milliseconds(100) { return }
      draw()
    } else if running[place].isLineDue {
      terminal.line("\(label(of: task)): \(running[place].details)")
      running[place].lastLine = .now
    }
  }

  private func finish(_ task: RunTask, _ record: StepRecord, _ metadata: RunMetadata.Step) {
    switch record.status {
    case .done:
      let mark =
        record.hasBrokenExpectation ? terminal.styled("✗", .red) : terminal.styled("✓", .green)
      let time = DurationText.text(seconds: metadata.seconds)
      let note = metadata.cached ? "from the store (\(time) when it ran)" : time
      if !isQuiet || record.hasBrokenExpectation {
        print("\(mark) \(label(of: task)) \(terminal.styled(note, .dim))")
      }
      for verdict in record.verdicts where !verdict.holds || verdict.holdsNarrowly && !isQuiet {
        let numbers = verdict.detail.isEmpty ? "" : " (\(verdict.detail))"
        let word = verdict.holds ? "holds narrowly" : "does not hold"
        print("  \(word): \(verdict.claim)\(numbers)")
      }
    case .failed(let error):
      print("\(terminal.styled("✗", .red)) \(label(of: task)) failed: \(error)")
    // What `--only` leaves out.
    case .skipped where task.number == 0: break
    case .skipped(let because):
      print("\(terminal.styled("–", .yellow)) \(task.name) skipped: \(because)")
    }
  }

  private func word(for grade: StepWarning.Grade) -> StyledText {
    switch grade {
    case .grave: terminal.styled("grave warning", .red)
    case .ordinary: terminal.styled("warning", .yellow)
    case .minor: terminal.styled("minor warning", .dim)
    }
  }

  // MARK: Drawing

  /// A line that stays, above those that are drawn over.
  private func print(_ text: StyledText) {
    clear()
    terminal.line(text)
    if terminal.isInteractive, !running.isEmpty { draw() }
  }

  private func draw() {
    clear()
    var lines = running.map { progress in
      StyledText("\(label(of: progress.task)) ")
        + (progress.latest.map { bar($0) + " " } ?? StyledText(""))
        + StyledText(progress.details)
    }
    if let count = running.first?.task.count, count > 1 {
      lines.append(StyledText(whole(count), .dim))
    }
    terminal.write(
      lines.dropFirst().reduce(lines.first?.prefix(terminal.width - 1) ?? "") {
        $0 + "\n" + $1.prefix(terminal.width - 1)
      })
    drawnLines = lines.count
    lastDrawn = .now
  }

  /// How far the run is, and how long the rest will take if it goes on like this.
  private func whole(_ count: Int) -> String {
    let done = Double(finishedCount) + running.reduce(0) { $0 + $1.fraction }
    let elapsed = start.duration(to: .now).seconds
    let text = "\(finishedCount) of \(count) done"
    guard done > 0.02, elapsed > 1 else { return text }
    return text
      + " · about \(DurationText.text(seconds: elapsed / done * (Double(count) - done))) left"
  }

  private func bar(_ progress: StepProgress) -> StyledText {
    let cells = 20
    let filled = progress.total > 0 ? cells * progress.completed / progress.total : 0
    return StyledText(String(repeating: "━", count: filled))
      + terminal.styled(String(repeating: "─", count: max(0, cells - filled)), .dim)
  }

  private func clear() {
    guard terminal.isInteractive, drawnLines > 0 else { return }
    let up = drawnLines > 1 ? "\u{1B}[\(drawnLines - 1)A" : ""
    terminal.write(escaped: "\r" + up + "\u{1B}[J")
    drawnLines = 0
  }
}

/// How far one task is.
private struct TaskProgress {
  let task: RunTask
  let start = ContinuousClock.now
  private(set) var latest: StepProgress?
  /// When a line was last written of it.
  var lastLine: ContinuousClock.Instant?
  /// What its first report counted: a step that resumes from an earlier run has not done in this one
  /// what lies before.
  private var firstCount = 1

  init(_ task: RunTask) { self.task = task }

  mutating func note(_ progress: StepProgress) {
    if latest == nil { firstCount = progress.completed }
    latest = progress
  }

  var fraction: Double {
    guard let latest, latest.total > 0 else { return 0 }
    return min(1, Double(latest.completed) / Double(latest.total))
  }

  var isLineDue: Bool { (lastLine ?? start).duration(to: .now) >= .seconds(10) }

  var details: String {
    guard let latest else { return task.operation }
    let elapsed = start.duration(to: .now).seconds
    let done = latest.completed - firstCount + 1
    let rate = Double(done) / max(elapsed, 1e-9)
    let left = Double(latest.total - latest.completed) / max(rate, 1e-9)
    var parts = latest.facts
    if elapsed > 0.5, done > 0 {
      parts.append(String(format: rate < 10 ? "%.1f/s" : "%.0f/s", rate))
      parts.append("\(DurationText.text(seconds: left)) left")
    }
    return parts.joined(separator: " · ")
  }
}

extension Duration {
  /// In seconds, with the fraction.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
