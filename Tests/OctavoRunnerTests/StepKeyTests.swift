import Foundation
import OctavoRunner
import Testing

@Suite struct StepKeyTests {
  /// The key of the last step.
  private func key(_ text: String, seed: UInt64 = 1) -> String? {
    let outcome = outcome(of: text, seed: seed)
    return outcome.run.steps.last.flatMap { outcome.metadata[$0.name]?.key }
  }

  private func two(_ lines: String) -> String { "```step two\nrun: toy.make\n\(lines)\n```\n" }
  private let sum = "\n```step sum\nrun: toy.add\nto: two\n```\n"

  @Test func dependsOnOptionsSeedAndName() throws {
    let base = try #require(key(two("number: 2")))
    #expect(base.count == 64)
    #expect(key(two("number: 2")) == base)
    #expect(key(two("number: 3")) != base)
    #expect(key(two("number: 2"), seed: 2) != base)
    #expect(key("```step other\nrun: toy.make\nnumber: 2\n```") != base)
  }

  @Test func defaultsAreFilledIn() {
    #expect(key(two("number: 2\nsize: small\nshape: {width: 8}")) == key(two("number: 2")))
    #expect(key(two("number: ${1 + 1}")) == key(two("number: 2")))
  }

  @Test func proseAndPresentationDoNotCount() {
    #expect(
      key("# A title\n\nSome prose.\n\n" + two("number: 2\ncaption: Dots.\nshow: [dots]"))
        == key(two("number: 2")))
  }

  @Test func dependsOnTheContentOfInputsAlone() {
    let base = key(two("number: 2") + sum)
    #expect(key(two("number: 2\nsize: large") + sum) == base)
    #expect(key(two("number: 3") + sum) != base)
  }

  @Test func dependsOnAFilesContentAndNotItsPath() throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.appending(path: name)
      try Data(text.utf8).write(to: url)
      return two("number: 2\nfile: \(url.path)")
    }
    let base = key(try file("a.txt", "one"))
    #expect(key(try file("b.txt", "one")) == base)
    #expect(key(try file("c.txt", "two")) != base)
  }
}
