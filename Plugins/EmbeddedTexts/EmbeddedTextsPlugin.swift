import Foundation
import PackagePlugin

/// Puts the texts of a target's folders into its code, as strings. As arrays of bytes, which SwiftPM's
/// own `.embedInCode` writes, they take the compiler eight seconds.
@main
struct EmbeddedTextsPlugin: BuildToolPlugin {
  private static let folders = ["Templates", "Topics"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = URL(filePath: String(describing: target.directory), directoryHint: .isDirectory)
    let files = try Self.folders.flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: root.appending(path: folder), includingPropertiesForKeys: nil)
    }.sorted { $0.path < $1.path }
    let script = context.package.directoryURL.appending(path: "Scripts/embed-texts")
    let output = context.pluginWorkDirectoryURL.appending(path: "PackageResources.swift")
    return [
      .buildCommand(
        displayName: "Embedding texts",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path, output.path] + files.map(\.path),
        inputFiles: [script] + files.map { $0.resolvingSymlinksInPath() },
        outputFiles: [output])
    ]
  }
}
