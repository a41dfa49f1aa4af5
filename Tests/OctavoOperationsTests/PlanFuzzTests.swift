import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

/// Notebooks with random damage go through the whole of checking: nothing crashes, and whatever is
/// reported stands in the file. `OCTAVO_FUZZ_ROUNDS` sets how many are tried.
@Suite struct PlanFuzzTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

  private static var rounds: Int {
    ProcessInfo.processInfo.environment["OCTAVO_FUZZ_ROUNDS"].flatMap(Int.init) ?? 2000
  }

  /// The notebooks that the damage is done to.
  private static var seeds: [[UInt8]] {
    let folders = [
      tests.appending(path: "BadNotebooks"), tests.appending(path: "../../notebooks"),
    ]
    return folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
        (try? Data(contentsOf: folder.appending(path: name))).map(Array.init)
      }
    }
  }

  private static let fragments = [
    "```step a\n", "```\n", "---\n", "run: gpt.train\n", "${", "}", "[", "{", "]", ": ", "\n  - ",
    "&a ", "*a", "!!int ", "'", "\"", "model: ", "width: 1e99\n", "heads: 0\n", "heads: -1\n",
    "layers: 9223372036854775807\n", "extends: small\n", "data: corpus\n", "9999999999999999999999",
    ".nan", "|", "\t", "\u{0}", "`{value} learn.loss`", "[](#learn)", "count: ${1 / 0}\n",
    "size: 9223372036854775807\n",
    "judge: {by: count, pattern: \"(\"}\n", "rank: 9999\n", "targets: []\n", "stop: [\"\"]\n",
    "epochs: 1e300\n", "words: [1, 2]\n", "special-tokens: [a, a]\n", "shots: [64]\n", "é", "😀",
  ]

  private static func damaged(_ bytes: [UInt8], _ others: [[UInt8]], _ stream: inout RandomStream)
    -> [UInt8]
  {
    var bytes = bytes
    for _ in 0..<(1 + stream.integer(below: 6)) {
      let place = stream.integer(below: bytes.count + 1)
      let length = stream.integer(below: min(40, bytes.count - place) + 1)
      switch stream.integer(below: 5) {
      case 0: bytes.removeSubrange(place..<place + length)
      case 1:
        let fragment = fragments[stream.integer(below: fragments.count)]
        bytes.insert(contentsOf: fragment.utf8, at: place)
      case 2 where place < bytes.count:
        bytes[place] = UInt8(truncatingIfNeeded: stream.next())
      case 3:
        bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      default:
        let other = others[stream.integer(below: others.count)]
        let start = stream.integer(below: other.count)
        bytes.insert(contentsOf: other[start...].prefix(120), at: place)
      }
    }
    return bytes
  }

  @Test func damagedNotebooksAreChecked() {
    let seeds = Self.seeds
    #expect(seeds.count > 50)
    for round in 0..<Self.rounds {
      var stream = RandomStream(seed: 2024).derived(for: "notebook", index: round)
      let seed = seeds[stream.integer(below: seeds.count)]
      let text = String(decoding: Self.damaged(seed, seeds, &stream), as: UTF8.self)
      let source = Source(path: "damaged.md", text: text)
      let plan = Plan(Notebook.read(source), catalogue: .octavo, folder: Self.tests)
      for diagnostic in plan.diagnostics {
        guard let range = diagnostic.range else { continue }
        // What is missing at a line's end is pointed at behind it.
        for place in [range.start, range.end] {
          let isInside =
            (1...source.lines.count).contains(place.line)
            && (1...source.line(place.line).unicodeScalars.count + 2).contains(place.column)
          #expect(isInside, "round \(round): \(diagnostic.message) at \(place)")
        }
        #expect(range.start <= range.end, "round \(round): \(diagnostic.message)")
      }
    }
  }
}
