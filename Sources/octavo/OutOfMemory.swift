import ArgumentParser
import Foundation
import OctavoBase
import OctavoEngine
import OctavoOperations
import OctavoResults
import OctavoRunner

/// A run that the system gives no more memory: the step has failed, and the report is written.
enum OutOfMemory {
  /// Enough for results and report of a usual notebook, in bytes. Set aside, not used.
  private static let reserve = 64 << 20

  // The handler runs on the thread that asked for memory, which never returns from it.
  private struct Work: @unchecked Sendable {
    var journal: RunJournal
    var terminal: Terminal
    var finish: (Run, [String: RunMetadata.Step]) throws -> Void
  }

  static func watch(
    _ journal: RunJournal, _ terminal: Terminal,
    _ finish: @escaping (Run, [String: RunMetadata.Step]) throws -> Void
  ) {
    let work = Work(journal: journal, terminal: terminal, finish: finish)
    MemoryExhaustion.handle(reserving: reserve) { bytes in
      let error = "out of memory: the system did not give another \(NumberText.bytes(bytes))"
      let (run, metadata, failed) = work.journal.ended(failing: error)
      work.terminal.line("\nError: \(failed.map { "\($0): " } ?? "")\(error)")
      do { try work.finish(run, metadata) } catch {
        work.terminal.line("Error: the outputs cannot be written: \(error)")
        exit(ExitCode.cannotWrite.rawValue)
      }
      exit(ExitCode.stepFailed.rawValue)
    }
  }

  static func unwatch() { MemoryExhaustion.handle(reserving: 0, nil) }
}
