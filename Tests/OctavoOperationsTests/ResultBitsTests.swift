import Foundation
import OctavoBase
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// Every operation gives the bits that are recorded in `result_bits.txt`, artifacts such as a model's
/// weights among them: on this processor, with each of its instruction sets, at any number of
/// threads. `OCTAVO_RECORD=1` records them anew, which is right only where Octavo is meant to compute
/// other numbers.
@Suite(.serialized) struct ResultBitsTests {
  private static let record = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "result_bits.txt")

  struct Setting: CustomTestStringConvertible, Sendable {
    let instructions: InstructionSet
    let threads: Int

    var testDescription: String { "\(instructions), \(threads) threads" }
  }

  private static let settings = InstructionSet.allCases.filter(\.isAvailable).flatMap { set in
    [1, 2, 3].map { Setting(instructions: set, threads: $0) }
  }

  @Test(arguments: settings) func areThoseOfTheRecord(setting: Setting) throws {
    let (instructions, threads) = (InstructionSet.current, Parallel.threads)
    setting.instructions.use()
    Parallel.threads = setting.threads
    defer {
      instructions?.use()
      Parallel.threads = threads
    }
    let lines = try SmallNotebooks.all.enumerated().flatMap { index, text in
      try bits(ofNotebook: index + 1, text)
    }
    let isFirst = setting.threads == 1 && setting.instructions == Self.settings[0].instructions
    if isFirst, ProcessInfo.processInfo.environment["OCTAVO_RECORD"] != nil {
      try lines.map { $0 + "\n" }.joined()
        .write(to: Self.record, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: Self.record, encoding: .utf8).split(separator: "\n")
    let differing = Set(recorded.map(String.init)).symmetricDifference(lines).sorted()
    #expect(differing == [])
  }

  /// A line for each step: its hash covers all that the store keeps of it, with the hashes of its
  /// artifacts, except the key, how long it took, and the grades of warnings.
  private func bits(ofNotebook number: Int, _ text: String) throws -> [String] {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = Runner.Options()
    options.threads = Parallel.threads
    options.store = Store(folder)
    let plan = Plan(
      Notebook.read(Source(path: "bits.md", text: text)), catalogue: .octavo,
      folder: .temporaryDirectory)
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    return try outcome.run.steps.map { step in
      let key = try #require(outcome.metadata[step.name]?.key)
      let file = try Data(contentsOf: folder.appending(path: "results/\(key)"))
      let content = file[(try #require(file.firstIndex(of: UInt8(ascii: "\n"))) + 1)...]
      var kept = try #require(JSONSerialization.jsonObject(with: content) as? [String: Any])
      for varying in ["key", "metadata"] {
        try #require(kept.removeValue(forKey: varying) != nil)
      }
      // How much a warning matters is no result.
      kept["warning-grades"] = nil
      let bytes = try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys)
      return "\(number) \(step.name) \(step.operation) \(ContentHash(of: Array(bytes)))"
    }
  }
}
