import Foundation
import Synchronization

/// Ctrl-C, a polite `kill`, or a terminal that is closed: the first asks the run to stop at the next
/// iteration and to write its report, the second ends the program at once.
enum Interrupt {
  private static let requested = Atomic(false)

  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// To be called before other threads are started, which inherit what is blocked here.
  ///
  /// One thread alone takes in the signals, so that no system call of another is interrupted.
  static func watch() {
    // Whoever reads the progress may leave before the run is done.
    signal(SIGPIPE, SIG_IGN)
    // A limit on the size of files is then an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    var watched = sigset_t()
    sigemptyset(&watched)
    for number in [SIGINT, SIGTERM, SIGHUP] where !(number == SIGHUP && isIgnored(number)) {
      // A program that starts this one in the background may ignore Ctrl-C for it.
      signal(number, SIG_DFL)
      sigaddset(&watched, number)
    }
    pthread_sigmask(SIG_BLOCK, &watched, nil)
    Thread.detachNewThread { [watched] in
      var watched = watched
      var number: Int32 = 0
      while sigwait(&watched, &number) == 0 {
        if requested.exchange(true, ordering: .relaxed) { _exit(130) }
      }
    }
  }

  /// Whether whoever started the program wants it to outlive the signal, as `nohup` does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
