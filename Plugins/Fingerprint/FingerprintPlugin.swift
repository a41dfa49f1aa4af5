import Foundation
import PackagePlugin

/// Hashes the sources of everything that a target depends on, and the compiler's version, into a
/// file of that target. It runs again when a source changes, comes or goes.
///
/// What a target depends on counts unless it is listed as apart, so that a new module or folder can
/// compute again too much, and never too little.
@main
struct FingerprintPlugin: BuildToolPlugin {
  /// What takes part in no result: it reads notebooks, and what is read of them is in a step's key
  /// itself, or it writes what a run delivers.
  private static let apart = [
    "Sources/CCMark",
    "Sources/CCrypto",
    "Sources/OctavoBase/Links",
    "Sources/OctavoMathematics",
    "Sources/OctavoNotebook/Diagnostics",
    "Sources/OctavoNotebook/Files",
    "Sources/OctavoNotebook/Markdown",
    "Sources/OctavoNotebook/Notebook",
    "Sources/OctavoNotebook/YAML",
    "Sources/OctavoResults/Files",
    "Sources/OctavoRunner/Outputs",
  ]
  private static let targetsApart = ["Yams", "CYaml"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let folders = target.recursiveTargetDependencies
      .filter { !Self.targetsApart.contains($0.name) }
      .map { URL(filePath: String(describing: $0.directory), directoryHint: .isDirectory) }
    let sources = try folders.flatMap(Self.files).map { Self.path(of: $0, from: root) }
      .filter { path in !Self.apart.contains { path.hasPrefix($0 + "/") } }
    let files = ["Package.swift"] + Set(sources).sorted()
    let script = root.appending(path: "Scripts/fingerprint")
    let compiler = try context.tool(named: "swiftc").url
    let output = context.pluginWorkDirectoryURL.appending(path: "Sources.swift")
    return [
      .buildCommand(
        displayName: "Hashing the sources that compute",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path, output.path, compiler.path, root.path] + files,
        inputFiles: [script, compiler] + files.map { URL(filePath: $0, relativeTo: root) },
        outputFiles: [output])
    ]
  }

  private static func files(in folder: URL) throws -> [URL] {
    let keys: [URLResourceKey] = [.isRegularFileKey]
    let entries = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: keys, options: .skipsHiddenFiles)
    return try (entries?.allObjects as? [URL] ?? []).filter {
      try $0.resourceValues(forKeys: Set(keys)).isRegularFile == true
    }
  }

  private static func path(of file: URL, from root: URL) -> String {
    let root = root.path.hasSuffix("/") ? root.path : root.path + "/"
    return file.path.hasPrefix(root) ? String(file.path.dropFirst(root.count)) : file.path
  }
}
