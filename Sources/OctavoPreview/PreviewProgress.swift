import Foundation
import OctavoRunner
import Synchronization

/// How far a run is, for the page: gathered from its events, read by whoever shows it.
public final class PreviewProgress: Sendable {
  fileprivate struct Running {
    var task: RunTask
    var latest: StepProgress?
    var curve: ProgressCurve?
  }

  private struct State {
    var running: [Running] = []
    var finished = 0
    var count = 0
    var changes = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// Grows with every event.
  public var changes: Int { state.withLock { $0.changes } }

  public func note(_ event: RunEvent) {
    state.withLock { state in
      state.changes += 1
      switch event {
      case .started(let task):
        state.count = task.count
        state.running.append(Running(task: task))
      case .progress(let task, let progress):
        guard let place = state.running.firstIndex(where: { $0.task == task }) else { return }
        state.running[place].note(progress)
      case .finished(let task, _, _):
        state.running.removeAll { $0.task == task }
        if task.number > 0 { state.finished += 1 }
      case .warning, .note: break
      }
    }
  }

  /// Takes in what is running, and how much is done.
  public func show(in shown: inout PreviewState) {
    state.withLock { state in
      shown.tasks = state.running.map(\.shown)
      shown.summary = state.count > 0 ? "\(state.finished) of \(state.count) done" : ""
    }
  }
}

extension PreviewProgress.Running {
  fileprivate mutating func note(_ progress: StepProgress) {
    latest = progress
    let quantity =
      progress.quantities.first { $0.name.contains("loss") } ?? progress.quantities.first
    guard let quantity else { return }
    if curve?.name != quantity.name { curve = ProgressCurve(name: quantity.name) }
    curve?.add(Double(progress.completed), quantity.value)
  }

  fileprivate var shown: PreviewState.Task {
    var shown = PreviewState.Task(
      step: task.step, name: task.name, operation: task.operation, details: task.operation)
    guard let latest else { return shown }
    shown.completed = latest.completed
    shown.total = latest.total
    shown.details = latest.facts.joined(separator: " · ")
    shown.curve = curve?.shown
    return shown
  }
}

/// A quantity over the iterations, in so few means that it can be sent several times a second.
struct ProgressCurve {
  let name: String
  /// How many values one point is the mean of.
  private var stride = 1
  private var points: [(x: Double, y: Double, count: Int)] = []

  private static let mostPoints = 200

  init(name: String) { self.name = name }

  /// - Parameter y: without effect where it is not finite.
  mutating func add(_ x: Double, _ y: Double) {
    guard y.isFinite else { return }
    if let last = points.last, last.count < stride {
      let count = Double(last.count)
      points[points.count - 1] = (
        (last.x * count + x) / (count + 1), (last.y * count + y) / (count + 1), last.count + 1
      )
      return
    }
    points.append((x, y, 1))
    if points.count > Self.mostPoints { halve() }
  }

  private mutating func halve() {
    stride *= 2
    points =
      Swift.stride(from: 0, to: points.count - 1, by: 2).map { index in
        let (left, right) = (points[index], points[index + 1])
        let (a, b) = (Double(left.count), Double(right.count))
        return (
          (left.x * a + right.x * b) / (a + b), (left.y * a + right.y * b) / (a + b),
          left.count + right.count
        )
      } + (points.count % 2 == 1 ? [points[points.count - 1]] : [])
  }

  var shown: PreviewState.Curve? {
    guard points.count > 1 else { return nil }
    return PreviewState.Curve(name: name, x: points.map(\.x), y: points.map(\.y))
  }
}
