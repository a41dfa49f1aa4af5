import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

@Suite struct RecommendEvaluateTests {
  /// Each item is followed by the next of a circle, so that whoever reads the line knows it, in whatever
  /// tokens the items are written.
  @Test(arguments: [
    "", "special-tokens: [ant, bee, cat, dog, eel, fox]",
    "special-tokens: [\" ant\", \" bee\", \" cat\", \" dog\", \" eel\", \" fox\"]",
    "special-tokens: [\", ant\", \", bee\", \", cat\", \", dog\", \", eel\", \", fox\"]",
  ])
  func itemsAreScoredAsTheyAreWritten(_ specialTokens: String) throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let items = ["ant", "bee", "cat", "dog", "eel", "fox"]
    let lines = (0..<120).map { line in
      (0..<4).map { items[(line + $0) % items.count] }.joined(separator: ", ")
    }
    try lines.joined(separator: "\n").write(
      to: folder.appending(path: "lines.txt"), atomically: true, encoding: .utf8)
    let notebook = """
      ```step lines
      run: text.load
      path: lines.txt
      validation-fraction: 0.2
      ```

      ```step tokens
      run: tokenizer.train
      data: lines
      vocabulary-size: 300
      \(specialTokens)
      ```

      ```step learn
      run: gpt.train
      data: lines
      tokenizer: tokens
      model: {layers: 2, heads: 2, width: 32, context: 24, positions: rotary}
      training: {iterations: 800, batch: 8, learning-rate: 4e-3, evaluate-every: 800}
      ```

      ```step rank
      run: recommend.evaluate
      model: learn
      data: lines
      after: [1, 2]
      k: 1
      ```
      """
    let plan = Plan(
      Notebook.read(Source(path: "notebook.md", text: notebook)), catalogue: .octavo, folder: folder
    )
    let run = Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
    let rank = try #require(run.steps.last)
    #expect(rank.status == .done, "\(plan.diagnostics) \(rank.status)")
    #expect(try rank.number("hit-rate") > 0.9)
  }
}
