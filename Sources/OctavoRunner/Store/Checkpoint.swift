import Foundation

/// Where a long step keeps its state now and then. What cannot be kept or read is said, and never
/// stops the step.
final class Checkpoint {
  private let store: Store
  private let key: StepKey
  private let interval: Duration
  private let onNote: (String) -> Void
  private var due: ContinuousClock.Instant
  private var hasNoted = false

  /// - Parameter interval: the least time between two states; more where keeping one takes long.
  init(_ store: Store, _ key: StepKey, interval: Duration, onNote: @escaping (String) -> Void) {
    self.store = store
    self.key = key
    self.interval = interval
    self.onNote = onNote
    due = .now.advanced(by: interval)
  }

  func restored<State>(_ restore: (Data) throws -> State) -> State? {
    do {
      guard let data = try store.state(of: key) else { return nil }
      let state = try restore(data)
      onNote("resumes from where it was stopped")
      return state
    } catch {
      onNote(
        "the saved state of an earlier run cannot be used (\(error)), so the step starts again")
      return nil
    }
  }

  /// Keeps the state where it is time. What cannot be kept is tried again at the next interval, and
  /// always when the run is asked to stop.
  func keep(_ state: () throws -> Data, atOnce: Bool) {
    let start = ContinuousClock.now
    guard atOnce || start >= due else { return }
    do {
      try store.keep(try state(), of: key)
    } catch {
      if atOnce {
        onNote("its state cannot be kept as it is stopped: \(error)")
      } else if !hasNoted {
        hasNoted = true
        onNote("its state cannot be kept now, and is tried again: \(error)")
      }
    }
    // Keeping states takes at most a twentieth of the time.
    due = .now.advanced(by: max(interval, start.duration(to: .now) * 19))
  }
}
