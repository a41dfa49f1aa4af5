/// How long to wait before looking again: longer each time that nothing has happened.
struct Backoff {
  private let first: Duration
  private let last: Duration
  private var wait: Duration
  private var due: ContinuousClock.Instant

  init(first: Duration, last: Duration) {
    (self.first, self.last, wait, due) = (first, last, first, .now)
  }

  /// Whether the wait is over; then the next begins.
  var isDue: Bool {
    mutating get {
      guard due <= .now else { return false }
      due = .now.advanced(by: next)
      return true
    }
  }

  /// The next wait.
  var next: Duration {
    mutating get {
      defer { wait = min(last, wait * 5 / 4) }
      return wait
    }
  }

  /// Something has happened.
  mutating func restart() { wait = first }
}
