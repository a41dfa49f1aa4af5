import Foundation
import Testing

/// What the repository says of Octavo, held against the program.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  // MARK: The version

  @Test func theNewestChangesAreThoseOfThisVersion() throws {
    let version = try Workplace().run("--version").output
    let heading = try Self.text("CHANGELOG.md")
      .firstMatch(of: /^## \[(.+)\]/.anchorsMatchLineEndings())
    #expect(heading.map { "\($0.output.1)\n" } == version)
  }
}
