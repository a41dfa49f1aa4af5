import Foundation
import Synchronization

/// Ctrl-C, or a polite `kill`: the first asks the run to stop at the next iteration and to write its
/// report, the second ends the program at once.
enum Interrupt {
  private static let requested = Atomic(false)

  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  static func watch() {
    // Whoever reads the progress may leave before the run is done.
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        if Interrupt.requested.exchange(true, ordering: .relaxed) { _exit(130) }
      }
    }
  }
}
