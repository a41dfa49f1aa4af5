import Foundation

/// A program of the system that is run to its end, such as `squeue`.
enum CommandRun {
  struct Ended {
    var status: Int32
    var output: String
    var messages: String
  }

  /// - Parameters:
  ///   - input: what it finds on its standard input.
  ///   - patience: how long it may take.
  /// - Throws: `ClusterError` where it is not there or takes too long.
  static func run(
    _ program: String, _ arguments: [String], input: String = "",
    patience: Duration = .seconds(60)
  ) throws(ClusterError) -> Ended {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let (given, output, messages) = (Pipe(), Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = output
    process.standardError = messages
    do { try process.run() } catch {
      throw ClusterError("`\(program)` cannot be run: \(error.localizedDescription)")
    }
    let isLate = Latch()
    let timer = DispatchWorkItem {
      isLate.set()
      process.terminate()
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience / .seconds(1), execute: timer)
    try? given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? given.fileHandleForWriting.close()
    let said = Collected()
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) {
      said.set((try? messages.fileHandleForReading.readToEnd()) ?? Data())
    }
    let answer = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    group.wait()
    process.waitUntilExit()
    timer.cancel()
    if isLate.isSet {
      throw ClusterError("`\(program)` does not answer within \(patience)", isPassing: true)
    }
    // What `env` says of a program that is not there.
    if process.terminationStatus == 127 {
      throw ClusterError("`\(program)` is not installed on this machine, or not on its PATH")
    }
    return Ended(
      status: process.terminationStatus, output: String(decoding: answer, as: UTF8.self),
      messages: String(decoding: said.get(), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

private final class Latch: @unchecked Sendable {
  private let lock = NSLock()
  private var value = false

  func set() { lock.withLock { value = true } }
  var isSet: Bool { lock.withLock { value } }
}

private final class Collected: @unchecked Sendable {
  private let lock = NSLock()
  private var value = Data()

  func set(_ new: Data) { lock.withLock { value = new } }
  func get() -> Data { lock.withLock { value } }
}
