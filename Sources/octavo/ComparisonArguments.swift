import ArgumentParser
import Foundation
import OctavoResults
import OctavoRunner

/// What the commands that compare results take.
struct ComparisonArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How far a number may be off, relative to the larger of two.", valueName: "share"))
  var tolerance = 0.0

  func validate() throws {
    guard tolerance >= 0, tolerance < 1 else {
      throw ValidationError("--tolerance must be at least 0 and below 1.")
    }
  }
}

extension ResultsFile {
  /// Those of a run.
  /// - Parameter path: of the run's folder or of the file itself.
  /// - Throws: also where the folder is not as its run left it.
  init(at path: String, _ terminal: Terminal = Terminal()) throws {
    var url = URL(filePath: path)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      let inspection = OutputInspection(of: url)
      if let changed = inspection.changed.first {
        throw CommandError(
          "`\(path)` is not as its run left it: \(inspection.changed.count) files have changed, "
            + "such as `\(changed)`. `octavo run` writes it again.")
      }
      if let missing = inspection.missing.first {
        terminal.line(
          terminal.styled("warning", .yellow) + ": `\(path)` lacks \(inspection.missing.count) "
            + "files that its run wrote, such as `\(missing)`")
      }
      url.append(path: "results.json")
    }
    guard let data = try? Data(contentsOf: url) else {
      throw CommandError(
        "There are no results at `\(url.relativePath)`: `octavo run` writes them.")
    }
    do {
      try self.init(decoding: data)
    } catch {
      throw CommandError("`\(url.relativePath)` holds no results that this version can read.")
    }
  }
}

extension Comparison {
  func print(title: String?) throws {
    let prefix = title.map { "\($0): " } ?? ""
    if isSame {
      try StandardOutput.line("\(prefix)the same, \(comparedValues) values")
    } else {
      try StandardOutput.line("\(prefix)\(differences.count) differences")
      for difference in differences {
        try StandardOutput.line("  \(difference.path): \(difference.finding)")
      }
    }
  }
}
