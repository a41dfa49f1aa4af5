import ArgumentParser
import Foundation
import OctavoResults

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
  init(at path: String) throws {
    var url = URL(filePath: path)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      url.append(path: "results.json")
    }
    guard let data = try? Data(contentsOf: url) else {
      throw ValidationError(
        "There are no results at `\(url.relativePath)`: `octavo run` writes them.")
    }
    do {
      try self.init(decoding: data)
    } catch {
      throw ValidationError("`\(url.relativePath)` holds no results that this version can read.")
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
