import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// Checking knows which characters a composed text cannot have, and doubts none that it has.
@Suite struct KnownAlphabetTests {
  private static let stream = RandomStream(seed: 3)

  static let texts: [(step: String, text: @Sendable () -> String)] = [
    (
      "run: stories.compose\ncount: 3000",
      {
        StoryGrammar().stories(count: 3000, cheerful: 0.5, from: stream, progress: { _ in })
          .corpus
      }
    ),
    (
      "run: rules.compose\nlines: 500",
      { RuleLanguage(examples: 7).text(lines: 500, from: stream, progress: { _ in }) }
    ),
    (
      "run: facts.compose\npeople: 800",
      { FactLanguage.facts(people: 800, from: stream).map(\.statement).joined(separator: "\n") }
    ),
    (
      "run: sums.compose\ncount: 300",
      {
        SumLanguage(digits: 3, order: .mostSignificantFirst)
          .problems(count: 300, from: stream, progress: { _ in })
          .map { $0.question + $0.answer + "\n" }.joined()
      }
    ),
    (
      "run: chains.compose\ncount: 300",
      {
        let language = ChainLanguage(.difference, length: 4)
        return language.problems(count: 300, from: stream, progress: { _ in }).enumerated()
          .map { $1.question + language.continuation(of: $1, index: $0, from: stream) }.joined()
      }
    ),
    ("run: symbols.compose\nalphabet: xyzäöü\ncount: 3000", { "xyzäöü" }),
  ]

  @Test(arguments: texts.indices)
  func unknownCharactersAreNamedAndNoOthers(index: Int) throws {
    let (step, text) = Self.texts[index]
    func problems(_ stop: [String]) throws -> [String] {
      let list = String(decoding: try JSONEncoder().encode(stop), as: UTF8.self)
      let notebook = """
        ```step text
        \(step)
        ```

        ```step mixture
        run: text.mix
        sources: [{data: text, epochs: 1}]
        ```

        ```step learn
        run: gpt.train
        data: mixture
        model: {layers: 1, heads: 1, width: 2, context: 2}
        ```

        ```step write
        run: gpt.sample
        model: learn
        stop: \(list)
        ```
        """
      return Plan(
        Notebook.read(Source(path: "n.md", text: notebook)), catalogue: .octavo,
        folder: .temporaryDirectory
      ).diagnostics.map(\.message)
    }
    let characters = Set(text().unicodeScalars).map { String($0) } + ["\n"]
    #expect(try problems(characters) == [])
    let unknown = try problems(["\n", "§"])
    #expect(unknown.count == 1 && unknown[0].contains(#""§" is never written"#), "\(unknown)")
  }

  @Test func theCharactersOfAFileAreKnown() throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("Tschüß, 世界!\n".utf8).write(to: folder.appending(path: "a.txt"))
    func problems(_ prompt: String) -> [String] {
      let notebook = """
        ```step text
        run: text.load
        path: a.txt
        validation-fraction: 0
        ```

        ```step learn
        run: gpt.train
        data: text
        model: {layers: 1, heads: 1, width: 2, context: 4}
        ```

        ```step write
        run: gpt.sample
        model: learn
        prompt: "\(prompt)"
        ```
        """
      return Plan(
        Notebook.read(Source(path: "n.md", text: notebook)), catalogue: .octavo, folder: folder
      ).diagnostics.map(\.message)
    }
    #expect(problems("üß 界") == [])
    #expect(problems("ö") == ["the model has no token for \"ö\""])
  }
}
