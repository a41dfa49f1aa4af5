import Foundation
import OctavoNotebook
import Testing

/// Notebooks out of other notebooks by blind changes: whatever they hold, they are read, and every
/// place that is spoken of is a place in the file.
@Suite struct FuzzTests {
  /// `OCTAVO_FUZZ_ROUNDS` asks for more of them.
  static let rounds =
    ProcessInfo.processInfo.environment["OCTAVO_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1000

  @Test func readsWhatever() throws {
    var random = SplitMix64(state: 2024)
    let corpus = try Self.corpus()
    for round in 0..<Self.rounds {
      let bytes = Self.mutate(corpus, &random)
      let (source, fault) = Source.decode(bytes, path: "fuzz.md")
      let notebook = Notebook.read(source)
      let diagnostics = notebook.diagnostics + (fault.map { [$0] } ?? [])
      let isPlausible =
        diagnostics.allSatisfy { Self.isPlace($0.range, in: source) }
        && notebook.blocks.allSatisfy { Self.isPlace($0.name.range, in: source) }
        && PositionsTests.paths(in: notebook).allSatisfy { Self.isPlace($0.range, in: source) }
      #expect(isPlausible, "round \(round): \(source.text.debugDescription)")
      #expect(DiagnosticPrinter(source).text(diagnostics).isEmpty == diagnostics.isEmpty)
    }
  }

  static func isPlace(_ range: SourceRange?, in source: Source) -> Bool {
    guard let range else { return true }
    func isInside(_ position: SourcePosition) -> Bool {
      (1...source.lines.count).contains(position.line) && position.column >= 1
        && position.column <= source.line(position.line).unicodeScalars.count + 2
    }
    return range.start <= range.end && isInside(range.start) && isInside(range.end)
  }

  static func corpus() throws -> [[UInt8]] {
    let bad = try BadNotebooksTests.names.map {
      Array(try Data(contentsOf: BadNotebooksTests.folder.appending(path: $0 + ".md")))
    }
    return bad + [Array(PositionsTests.notebook.utf8)]
  }

  static let tokens = [
    "```", "~~~", "```step a\n", "```config b\n", "\n```\n", "---\n", "\n", "\r\n", "\r", "${", "}",
    "$${", "`{value} ", "`", "|", "\\|", "| - |\n", "> ", "- ", "1. ", "  ", "\t", "[](#", ")", "[",
    "]", "{", "*", "**", "_", "&a ", "*a", "!!str ", "!", "? ", ": ", ":", ",", "\"", "'", "\\",
    "|\n", ">\n", "#", "# ", "<b>", "<!--", "-->", "<details>", "</details>\n", "<summary>",
    "</summary>", "<sub>", "</sub>", "<br>", "{#fig-a}", "{#tbl-b}", "\n\n: c", ":tada:", "&amp;",
    "&#0;", "min(", "last(", " and ",
    "not ",
    "1e999", ".", "params.", "extends: a\n", "seed: ", "params:\n", "\u{0}", "\u{91}", "\u{2028}",
    "\u{FEFF}", "é", "損失", "🙂", "e\u{301}", "99999999999999999999", "%", "@", "=", "- - - ",
  ].map { Array($0.utf8) }

  static func mutate(_ corpus: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = corpus[Int.random(in: corpus.indices, using: &random)]
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
      switch Int.random(in: 0..<8, using: &random) {
      case 0..<3:
        bytes.insert(contentsOf: tokens[Int.random(in: tokens.indices, using: &random)], at: place)
      case 3: bytes.removeSubrange(place..<end)
      case 4:
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...place, using: &random))
      case 5: bytes.insert(UInt8.random(in: 0...127, using: &random), at: place)
      case 6 where place < bytes.count:
        bytes[place] = UInt8.random(in: .min ... .max, using: &random)
      case 6: break
      default:
        let other = corpus[Int.random(in: corpus.indices, using: &random)]
        let start = Int.random(in: 0...other.count, using: &random)
        bytes.replaceSubrange(place..<end, with: other[start...].prefix(200))
      }
    }
    return bytes
  }
}

/// Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
