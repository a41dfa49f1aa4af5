import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// What the repository says of Octavo, held against the program.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static let pages =
    ["README.md"]
    + ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path))
    ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }

  // MARK: The version

  @Test func theNewestChangesAreThoseOfThisVersion() throws {
    let version = try Workplace().run("--version").output
    let heading = try Self.text("CHANGELOG.md")
      .firstMatch(of: /^## \[(.+)\]/.anchorsMatchLineEndings())
    #expect(heading.map { "\($0.output.1)\n" } == version)
  }

  // MARK: Help

  @Test(arguments: [
    "notebook", "authoring", "points", "expressions", "seeds", "figures", "mathematics",
    "appearance", "sharing", "tracking", "editors", "statistics", "outputs",
  ])
  func helpPrintsThePageOfATopic(_ topic: String) throws {
    let place = try Workplace()
    let ended = try place.run("help", topic)
    #expect(ended.status == 0)
    #expect(try ended.output == Self.text("docs/\(topic).md"))
    #expect(ended.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let list = try place.run("help").output
    #expect(list.contains("\n  \(topic) "), "\(list)")
  }

  @Test(arguments: [("notebok", "notebook"), ("seed", "seeds"), ("expresions", "expressions")])
  func anUnknownTopicSuggestsTheNearest(_ topic: String, _ nearest: String) throws {
    let ended = try Workplace().run("help", topic)
    #expect(ended.status == 64)
    #expect(ended.messages.contains("did you mean `\(nearest)`?"), "\(ended.messages)")
  }

  @Test func everyKindOfDiagnosticIsListed() throws {
    let page = try Self.text("docs/command-line.md")
    let missing = DiagnosticIdentifier.allCases.filter { !page.contains("`\($0.rawValue)`") }
    #expect(missing == [])
  }

  /// The paths of the contributors' guide lead somewhere, up to the part that stands for a name.
  @Test func theGuideNamesFilesThatAreThere() throws {
    let paths = try Self.text("CONTRIBUTING.md")
      .matches(of: /`((?:Sources|Tests|Benchmarks|docs)\/[^` ]+)`/).map { String($0.output.1) }
    #expect(paths.count > 20)
    for path in paths {
      let known = path.split(separator: "/").prefix { part in
        !part.contains(/[A-Z]{4,}|Name|PrefixVerb/) || part.hasPrefix("README")
      }.joined(separator: "/")
      #expect(
        FileManager.default.fileExists(atPath: Self.root.appending(path: known).path), "\(path)")
    }
  }

  // MARK: Pages

  /// Links that lead nowhere and images that are not there are among what checking tells.
  @Test(arguments: pages) func nothingIsWrongWithAPage(_ page: String) throws {
    let ended = try Workplace().run("check", Self.root.appending(path: page).path)
    #expect(ended.status == 0)
    #expect(ended.messages == "")
  }

  /// A notebook within a page: its fence says `markdown notebook`.
  struct Example: Sendable, CustomTestStringConvertible {
    var page: String
    var line: Int
    var text: String

    var testDescription: String { "\(page):\(line)" }

    static let all: [Example] = pages.flatMap { page -> [Example] in
      let lines =
        (try? DocumentationTests.text(page))?
        .split(separator: "\n", omittingEmptySubsequences: false) ?? []
      return lines.indices.filter { lines[$0].hasSuffix("`markdown notebook") }.map { start in
        let fence = lines[start].prefix { $0 == "`" }
        let body = lines[(start + 1)...].prefix { $0 != fence }
        return Example(page: page, line: start + 1, text: body.joined(separator: "\n") + "\n")
      }
    }
  }

  @Test func thereAreExamples() {
    #expect(Set(Example.all.map(\.page)).count >= 5)
    #expect(Example.all.count >= 12)
  }

  @Test(arguments: Example.all) func nothingIsWrongWithAnExample(_ example: Example) throws {
    let place = try Workplace()
    try place.write(example.text, to: "example.md")
    let ended = try place.run("check", "example.md")
    #expect(ended.status == 0)
    #expect(ended.messages == "")
  }

  @Test func theSurveyHasEveryNotebook() throws {
    let survey = try Self.text("docs/survey.md")
    let notebooks = try FileManager.default
      .contentsOfDirectory(atPath: Self.root.appending(path: "notebooks").path)
      .filter { $0.hasSuffix(".md") }
    #expect(notebooks.count > 20)
    #expect(notebooks.filter { !survey.contains("(../notebooks/\($0))") } == [])
  }

  // MARK: Operations

  /// The README's table is made from the declarations; `OCTAVO_RECORD=1` writes it anew.
  @Test func theReadmeListsEveryOperation() throws {
    let readme = try Self.text("README.md")
    let (opening, closing) = ("<!-- operations -->\n\n", "\n<!-- end of operations -->")
    let start = try #require(readme.firstRange(of: opening)).upperBound
    let end = try #require(readme[start...].firstRange(of: closing)).lowerBound
    if ProcessInfo.processInfo.environment["OCTAVO_RECORD"] == "1" {
      let recorded = readme[..<start] + Self.operations + readme[end...]
      try Data(recorded.utf8).write(to: Self.root.appending(path: "README.md"))
      return
    }
    #expect(readme[start..<end] == Self.operations)
  }

  /// Of each family its operations, in the order in which help lists them.
  private static var operations: String {
    var families: [(name: String, operations: [String])] = []
    for manual in Catalogue.octavo.operations.map({ $0.manual }) {
      let operation = "`\(manual.name)`"
      if let index = families.firstIndex(where: { $0.name == manual.family }) {
        families[index].operations.append(operation)
      } else {
        families.append((manual.family, [operation]))
      }
    }
    let rows = families.map { "| \($0.name) | \($0.operations.joined(separator: ", ")) |\n" }
    return "| family | operations |\n| --- | --- |\n" + rows.joined()
  }
}
