import Foundation
import Synchronization

/// Ctrl-C: the first asks the run to stop at the next iteration and to write its report, the second
/// ends the program at once.
enum Interrupt {
  private static let requested = Atomic(false)

  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  static func watch() {
    signal(SIGINT) { _ in
      if Interrupt.requested.exchange(true, ordering: .relaxed) { _exit(130) }
    }
  }
}
