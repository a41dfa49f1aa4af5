import Foundation
import Testing

/// What the build runs to hash sources.
@Suite final class FingerprintScriptTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scripts/fingerprint")

  init() throws {
    try write("let a = 1\n", to: "here/a b.swift")
    try write("int b;\n", to: "here/b.c")
    try write("echo version 1\n", to: "compiler", isExecutable: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, to path: String, isExecutable: Bool = false) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(((isExecutable ? "#!/bin/sh\n" : "") + text).utf8).write(to: url)
    if isExecutable {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    }
  }

  /// What the script writes; `nil` where it fails.
  private func output(of files: [String], in root: String = "here") throws -> String? {
    let output = folder.appending(path: "Sources.swift")
    try? FileManager.default.removeItem(at: output)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      [
        Self.script.path, output.path, folder.appending(path: "compiler").path,
        folder.appending(path: root).path,
      ] + files
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return try String(contentsOf: output, encoding: .utf8)
  }

  private let files = ["a b.swift", "b.c"]

  @Test func dependsOnContentAndNamesAlone() throws {
    let first = try #require(try output(of: files))
    #expect(first.contains("\n    a b.swift\n    b.c\n"))
    #expect(try output(of: files) == first)
    try FileManager.default.copyItem(
      at: folder.appending(path: "here"), to: folder.appending(path: "there"))
    #expect(try output(of: files, in: "there") == first)
    #expect(try output(of: ["b.c"]) != first)
    try write("int c;\n", to: "there/b.c")
    #expect(try output(of: files, in: "there") != first)
  }

  @Test func dependsOnTheCompiler() throws {
    let first = try output(of: files)
    try write("echo version 2\n", to: "compiler", isExecutable: true)
    #expect(try output(of: files) != first)
  }

  @Test func failsWhereSomethingIsMissing() throws {
    #expect(try output(of: files + ["gone.c"]) == nil)
    try write("exit 1\n", to: "compiler", isExecutable: true)
    #expect(try output(of: files) == nil)
  }
}
