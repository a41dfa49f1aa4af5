import ArgumentParser
import OctavoBase
import OctavoReport
import OctavoRunner

extension ReceivedReport {
  /// Of more differences nobody reads.
  private static let mostPlaces = 20

  /// Compares the page with what it carries, and prints what that shows.
  func isShownAsRecorded() throws -> Bool {
    switch verdict(version: Octavo.version) {
    case .same(let lines):
      try StandardOutput.line("\(path): the page is as its run's record has it, \(lines) lines")
      return true
    case .spacing(let lines):
      try StandardOutput.line(
        "\(path): the page is as its run's record has it, \(lines) lines, but for white space: "
          + "a mail program may have broken its lines")
      return true
    case .drawnElsewhere(let version):
      try StandardOutput.line(
        "\(path): Octavo \(version) drew the page, and its text is as it was written; only that "
          + "version can draw it again, and this is \(Octavo.version)")
      return true
    case .changedElsewhere(let version):
      try StandardOutput.line(
        "\(path): the page was changed since Octavo \(version) wrote it; that version tells where, "
          + "and this is \(Octavo.version)")
      return false
    case .changed(let places, let hashFits):
      try StandardOutput.line(
        "\(path): the page is not as its run's record has it: \(places.count) "
          + (places.count == 1 ? "difference" : "differences"))
      for place in places.prefix(Self.mostPlaces) { try StandardOutput.line("  \(place)") }
      if places.count > Self.mostPlaces {
        try StandardOutput.line("  and \(places.count - Self.mostPlaces) more")
      }
      if hashFits {
        try StandardOutput.line(
          "  The hash of the page fits: the record was changed with it, or another build of "
            + "Octavo \(Octavo.version) drew it.")
      }
      return false
    }
  }

  /// Says which data files are not those that the report's run read.
  func noteOtherFiles(than plan: Plan, _ terminal: Terminal) {
    guard let files = try? plan.dataFiles(carrying: false) else { return }
    for file in files {
      let recorded = saved.files.first { $0.path == file.path }
      guard let recorded, recorded.sha256 != file.sha256 else { continue }
      terminal.line(
        terminal.styled("warning", .yellow)
          + ": `\(file.path)` is not the file that the report's run read: that has the SHA-256 \(recorded.sha256)"
      )
    }
  }
}
