import Foundation

enum StandardStreams {
  /// Occupies the standard streams that are closed, so that no file is opened in place of one and
  /// takes what is meant for it. Writing to them stays an error.
  static func reserve() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
  }
}
