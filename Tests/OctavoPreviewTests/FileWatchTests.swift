import Foundation
import OctavoPreview
import Testing

/// The ways in which editors save.
@Suite struct FileWatchTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-watch-\(UUID().uuidString)")
  private let watch = FileWatch(interval: .milliseconds(10))

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Whether a change is noticed within some seconds.
  private func notices(_ change: () throws -> Void) rethrows -> Bool {
    watch.takeIn()
    try change()
    let end = ContinuousClock.now + .seconds(5)
    watch.waitForChange(unless: { ContinuousClock.now > end })
    return watch.hasChanged
  }

  @Test func noticesEveryWayToSave() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("one", to: "n.md")
    watch.add([path("n.md")])
    watch.start()
    defer { watch.end() }
    #expect(try notices { try write("two", to: "n.md") }, "in place")
    #expect(
      try notices {
        try write("six", to: "n.md.tmp")
        rename(path("n.md.tmp"), path("n.md"))
      }, "by another name")
    #expect(
      try notices {
        try FileManager.default.removeItem(atPath: path("n.md"))
        Thread.sleep(forTimeInterval: 0.05)
        try write("ten", to: "n.md")
      }, "removed and written again")
    #expect(FileManager.default.fileExists(atPath: path("n.md")), "what is complete is taken in")
    #expect(try notices { try FileManager.default.removeItem(atPath: path("n.md")) }, "removed")
    #expect(try notices { try write("new", to: "n.md") }, "there again")
  }

  @Test func noticesFilesOfFoldersAndThoseThatWereMissing() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("1", to: "a.txt")
    watch.add([folder.path, path("missing/deep.txt")])
    watch.start()
    defer { watch.end() }
    #expect(try notices { try write("2", to: "a.txt") })
    #expect(try notices { try write("1", to: "b.txt") })
    try FileManager.default.createDirectory(
      atPath: path("missing"), withIntermediateDirectories: true)
    Thread.sleep(forTimeInterval: 0.05)
    #expect(try notices { try write("1", to: "missing/deep.txt") })
  }

  @Test func nothingIsNoChange() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("one", to: "n.md")
    watch.add([path("n.md")])
    watch.start()
    defer { watch.end() }
    _ = try Data(contentsOf: folder.appending(path: "n.md"))
    try write("other", to: "other.md")
    Thread.sleep(forTimeInterval: 0.1)
    #expect(!watch.hasChanged)
  }

  /// An editor's write may take a while: the change is not complete before it ends.
  @Test func waitsForTheEndOfALongWrite() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let watch = FileWatch(interval: .milliseconds(600))
    try write("", to: "n.md")
    watch.add([path("n.md")])
    watch.start()
    defer { watch.end() }
    let file = try FileHandle(forWritingTo: folder.appending(path: "n.md"))
    let thread = Thread {
      for _ in 0..<20 {
        try? file.write(contentsOf: Data("word ".utf8))
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    thread.start()
    let end = ContinuousClock.now + .seconds(20)
    watch.waitForChange(unless: { ContinuousClock.now > end })
    #expect(try Data(contentsOf: folder.appending(path: "n.md")).count == 100)
  }
}
