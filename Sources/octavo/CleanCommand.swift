import ArgumentParser
import Foundation
import OctavoClusters
import OctavoRunner

/// `octavo clean`: room on the disk.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Removes what runs have kept in `.octavo` for later runs.",
    discussion: """
      Reports and other outputs stay, and so does whatever in `.octavo` no run has written.
      """)

  @Option(
    help: ArgumentHelp(
      "Keep what a run has used within so many days.", valueName: "days"))
  var unusedFor: Double?

  @OptionGroup var storing: StoreArguments

  func validate() throws {
    if let unusedFor, !(unusedFor >= 0) || !unusedFor.isFinite {
      throw ValidationError("--unused-for takes a number of days.")
    }
  }

  func run() throws {
    let store = storing.store
    guard ClusterFolder.all(in: store).isEmpty else {
      throw CommandError(
        "Runs on a cluster use this store: `octavo collect --list` names them. Collect them first, or stop "
          + "them by `octavo collect --cancel`.")
    }
    let cleaning: Store.Cleaning
    do {
      cleaning =
        try unusedFor.map { try store.removeAll(unusedSince: .now.addingTimeInterval(-$0 * 86400)) }
        ?? store.removeAll()
    } catch let error as Store.NotAStore {
      throw CommandError("\(error).")
    } catch {
      Terminal().line("Error: \(error)")
      throw ExitCode.cannotWrite
    }
    let size = ByteCountFormatter.string(fromByteCount: Int64(cleaning.bytes), countStyle: .file)
    try StandardOutput.line(cleaning.bytes == 0 ? "nothing to remove" : "\(size) freed")
    if let example = cleaning.foreign.first {
      Terminal().line(
        "`\(store.folder.relativePath)` stays, with \(cleaning.foreign.count) entries that are not "
          + "Octavo's, such as `\(example)`")
    }
  }
}
