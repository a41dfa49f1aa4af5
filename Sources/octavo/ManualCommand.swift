import ArgumentParser
import Foundation
import OctavoBase

/// `octavo manual FOLDER`: the pages for `man`, which an installation needs and nobody else.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Writes the pages for `man`, one of each command.",
    discussion: "The date on the pages is that of SOURCE_DATE_EPOCH, or else today's.",
    shouldDisplay: false)

  @Argument(help: "The folder to write them to.", completion: .directory)
  var folder: String

  func run() throws {
    let seconds = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap { Double($0) }
    let date = seconds.map(Date.init(timeIntervalSince1970:)) ?? .now
    let pages = ManualPage.all(
      of: try CommandDescription.octavo(),
      date: date.formatted(.iso8601.year().month().day()))
    let folder = URL(filePath: folder, directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for page in pages {
        try Data(page.text.utf8).write(to: folder.appending(path: page.fileName))
      }
    } catch {
      throw CommandError(
        "The pages cannot be written to \(self.folder): \(error.localizedDescription)",
        .cannotWrite)
    }
  }
}
