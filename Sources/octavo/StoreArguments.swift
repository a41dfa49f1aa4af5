import ArgumentParser
import Foundation
import OctavoRunner

/// What the commands take that look results up.
struct StoreArguments: ParsableArguments {
  @Option(
    name: .customLong("store"),
    help: ArgumentHelp(
      "The folder that keeps results for later runs. Several processes may share one.",
      valueName: "folder"), completion: .directory)
  var path = Self.defaultPath

  static let defaultPath = ".octavo"

  func validate() throws {
    guard !path.isEmpty else { throw ValidationError("--store takes the name of a folder.") }
  }

  var store: Store { Store(URL(filePath: path)) }

  /// The same under the path that other machines see.
  var sharedStore: Store { Store(URL(filePath: path).absoluteURL.standardizedFileURL) }
}
