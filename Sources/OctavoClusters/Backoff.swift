/// How long to wait before looking again: longer each time that nothing has happened.
struct Backoff {
  private let first: Duration
  private let last: Duration
  private var wait: Duration
  private var due: ContinuousClock.Instant

  init(first: Duration, last: Duration) {
    (self.first, self.last, wait, due) = (first, last, first, .now)
  }

  /// Begins the next wait if the last is over.
  /// - Returns: whether it was.
  mutating func takeTurn() -> Bool {
    guard due <= .now else { return false }
    due = .now.advanced(by: nextWait())
    return true
  }

  mutating func nextWait() -> Duration {
    defer { wait = min(last, wait * 5 / 4) }
    return wait
  }

  /// Something has happened.
  mutating func restart() { wait = first }
}
