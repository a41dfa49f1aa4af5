import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoPreview
import OctavoReport
import OctavoResults
import OctavoRunner
import Synchronization

/// The page of a run that is on: a thread of its own draws it, while the run goes on, as often as that
/// costs little. A step that has not ended is shown as the run before left it.
final class LivePage: @unchecked Sendable {
  private let plan: Plan
  private let journal: RunJournal
  private let progress = PreviewProgress()
  private let earlier: Run?
  private let server: PreviewServer
  private let start = ContinuousClock.now
  private var state = PreviewState()
  private var metadata: RunMetadata
  /// What the page shows.
  private var shown: Run?
  private let isOver = Atomic(false)
  /// How many points have ended.
  private let ended = Atomic(0)
  private let drawing = DispatchGroup()

  /// A run that takes no longer is drawn once.
  private static let patience = Duration.milliseconds(200)
  private static let interval = 0.05

  /// - Parameter earlier: what the page shows before the run.
  init(
    of plan: Plan, after earlier: Run?, problems: [PreviewState.Problem], on server: PreviewServer
  ) {
    self.plan = plan
    self.earlier = earlier
    self.server = server
    journal = RunJournal(plan)
    shown = earlier
    state.problems = problems
    metadata = RunMetadata(
      octavo: Octavo.version, instructionSet: InstructionSet.current?.rawValue,
      threads: Parallel.threads, source: plan.notebook.source.text)
  }

  func note(_ event: RunEvent) {
    journal.note(event)
    progress.note(event)
    if case .finished = event { ended.add(1, ordering: .relaxed) }
  }

  func begin() {
    drawing.enter()
    let thread = Thread { [self] in
      keepDrawing()
      drawing.leave()
    }
    // Nested prose is drawn by recursion.
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// - Parameter outcome: `nil` where the run was stopped.
  /// - Returns: What the page shows.
  func end(with outcome: Runner.Outcome?) -> Run? {
    isOver.store(true, ordering: .relaxed)
    drawing.wait()
    state.isRunning = false
    state.tasks = []
    state.stale = []
    state.summary = ""
    if let outcome { draw(outcome.run, outcome.metadata) } else { server.show(state) }
    return shown
  }

  // MARK: While the run is on

  private func keepDrawing() {
    var drawn = -1
    var next = start + Self.patience
    var changes = -1
    while !isOver.load(ordering: .relaxed) {
      Thread.sleep(forTimeInterval: Self.interval)
      guard ContinuousClock.now >= start + Self.patience, !isOver.load(ordering: .relaxed) else {
        continue
      }
      state.isRunning = true
      let count = ended.load(ordering: .relaxed)
      if count != drawn, ContinuousClock.now >= next {
        drawn = count
        let before = ContinuousClock.now
        drawSoFar()
        let now = ContinuousClock.now
        // Drawing takes at most a tenth of the time, which the run needs.
        next = now + max(.milliseconds(250), before.duration(to: now) * 9)
      }
      guard progress.changes != changes else { continue }
      changes = progress.changes
      progress.show(in: &state)
      server.show(state)
    }
  }

  private func drawSoFar() {
    var (run, metadata, unfinished) = journal.soFar()
    state.stale = []
    for index in run.steps.indices where unfinished.contains(run.steps[index].name) {
      let step = run.steps[index]
      guard let before = earlier?[step: step.name], before.operation == step.operation,
        before.status == .done
      else { continue }
      run.steps[index] = before
      state.stale.append(step.name)
    }
    draw(run, metadata)
  }

  private func draw(_ run: Run, _ steps: [String: RunMetadata.Step]) {
    metadata.finish(steps, seconds: start.duration(to: .now).seconds)
    shown = run
    let document = ReportDocument(run: run, notebook: plan.notebook, metadata: metadata)
    server.show(state, over: Report.html(document))
  }
}
