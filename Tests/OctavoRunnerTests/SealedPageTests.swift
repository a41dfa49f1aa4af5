import Foundation
import OctavoRunner
import Testing

@Suite final class SealedPageTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private var file: URL { folder.appending(path: "index.html") }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var content: String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }

  @Test func replacesItsOwnAlone() throws {
    try SealedPage.write("<p>one</p>\n", to: file)
    try SealedPage.write("<p>two</p>\n", to: file)
    #expect(content.hasPrefix("<p>two</p>\n<!-- octavo "))
    try Data((content + " ").utf8).write(to: file)
    #expect(throws: OutputRefusal.self) { try SealedPage.write("<p>three</p>\n", to: file) }
    #expect(content.hasPrefix("<p>two</p>"))
    try SealedPage.write("<p>three</p>\n", to: file, takesOver: true)
    #expect(content.hasPrefix("<p>three</p>"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["index.html"])
  }

  @Test func leavesOthersFilesAlone() throws {
    try Data("<p>mine</p>".utf8).write(to: file)
    #expect(throws: OutputRefusal.self) { try SealedPage.write("<p>one</p>\n", to: file) }
    #expect(content == "<p>mine</p>")
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(
      atPath: file.path, withDestinationPath: "elsewhere.html")
    for takesOver in [false, true] {
      #expect(throws: OutputRefusal.self) {
        try SealedPage.write("<p>one</p>\n", to: file, takesOver: takesOver)
      }
    }
  }
}
