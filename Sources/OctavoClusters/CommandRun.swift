import Foundation
import OctavoRunner

/// A program of the system that is run to its end, such as `squeue`.
///
/// It gets files in place of pipes, and a group of processes of its own that is killed as a whole: whatever
/// it starts cannot hold this program up.
enum CommandRun {
  struct Ended {
    var status: Int32
    var output: String
    var messages: String
  }

  /// - Parameters:
  ///   - input: what it finds on its standard input.
  ///   - patience: how long it may take.
  ///   - isCancelled: whether to wait no longer.
  /// - Throws: `ClusterError` where it is not there or takes too long.
  static func run(
    _ program: String, _ arguments: [String], input: String = "",
    patience: Duration = .seconds(60), isCancelled: () -> Bool = { false }
  ) throws(ClusterError) -> Ended {
    guard let given = tmpfile(), let output = tmpfile(), let messages = tmpfile() else {
      throw ClusterError(
        "`\(program)` cannot be run: no temporary file can be made", isPassing: true)
    }
    let files = [given, output, messages]
    defer { for file in files { fclose(file) } }
    fputs(input, given)
    rewind(given)
    let process = try start(program, arguments, files)
    let deadline = ContinuousClock.now.advanced(by: patience)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      let isLate = ContinuousClock.now > deadline
      if isLate || isCancelled() {
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        throw ClusterError(
          isLate ? "`\(program)` does not answer within \(patience)" : "interrupted",
          isPassing: true)
      }
      usleep(2_000)
    }
    return Ended(
      // What a shell says of a program that a signal ended.
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
      output: text(of: output), messages: text(of: messages))
  }

  private static func start(
    _ program: String, _ arguments: [String], _ files: [UnsafeMutablePointer<FILE>]
  ) throws(ClusterError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (place, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, fileno(file), Int32(place))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this program blocks or ignores are the command's own affair.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let problem = posix_spawnp(&process, program, &actions, &attributes, words, environ)
    guard problem != ENOENT else {
      throw ClusterError("`\(program)` is not installed on this machine, or not on its PATH")
    }
    guard problem == 0 else {
      throw ClusterError("`\(program)` cannot be run: \(String(cString: strerror(problem)))")
    }
    return process
  }

  private static func text(of file: UnsafeMutablePointer<FILE>) -> String {
    rewind(file)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
