import Foundation
import OctavoBase
import Testing

@Suite struct RegularFileTests {
  @Test func partsAndWholesAreRead() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("file").path
      try Data([1, 2, 3, 4]).write(to: URL(fileURLWithPath: path))
      let link = folder.appendingPathComponent("link").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      for name in [path, link] {
        let file = try RegularFile(name)
        #expect(file.size == 4)
        #expect(try file.bytes() == [1, 2, 3, 4])
        #expect(try file.bytes(in: 1..<3) == [2, 3])
        #expect(reason { try file.bytes(in: 1..<9) }.contains("became shorter"))
        #expect(reason { try file.bytes(limit: 3) }.contains("at most 3"))
      }
      try Data().write(to: URL(fileURLWithPath: path))
      #expect(try RegularFile.contents(of: path) == [])
    }
  }

  /// None of them is waited for.
  @Test func onlyRegularFilesAreOpened() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("pipe").path
      #expect(mkfifo(pipe, 0o600) == 0)
      #expect(reason { try RegularFile(pipe) }.contains("named pipe"))
      #expect(reason { try RegularFile(folder.path) }.contains("is a folder"))
      #expect(reason { try RegularFile("/dev/zero") }.contains("is a device"))
      #expect(RegularFile.isThere(pipe))
    }
  }

  @Test func whatIsNotThereIsSaidPlainly() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing").path
      #expect(reason { try RegularFile(missing) } == "it does not exist")
      #expect(!RegularFile.isThere(missing))
      let link = folder.appendingPathComponent("link").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: missing)
      #expect(
        reason { try RegularFile(link) }.contains(
          "is a symbolic link to `\(missing)`, which does not exist"))
      #expect(RegularFile.isThere(link))
      let circle = folder.appendingPathComponent("circle").path
      try FileManager.default.createSymbolicLink(atPath: circle, withDestinationPath: circle)
      #expect(reason { try RegularFile(circle) }.contains("in a circle"))
      #expect(reason { try RegularFile("\(missing)\0") }.contains("NUL"))
      let long = String(repeating: "x", count: 5000)
      #expect(reason { try RegularFile(long) }.contains("too long a name"))
      #expect(FileProblem("x", errorNumber: EACCES).reason.contains("permission denied"))
    }
  }

  @Test func linksAreFollowedOnlyWhereThatIsWanted() throws {
    try withTemporaryFolder { folder in
      let (file, link) = (
        folder.appendingPathComponent("file"), folder.appendingPathComponent("link")
      )
      try Data([1]).write(to: file)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      #expect(try RegularFile(file.path, followsLinks: false).bytes() == [1])
      #expect(reason { try RegularFile(link.path, followsLinks: false) }.contains("symbolic link"))
      #expect(FileStatus(link)?.isRegularFile == true)
      #expect(FileStatus(ofEntry: link)?.isLink == true)
    }
  }

  private func reason(_ body: () throws -> Any) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return (error as? FileProblem)?.reason ?? "\(error)"
    }
  }
}

private func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("octavo-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
