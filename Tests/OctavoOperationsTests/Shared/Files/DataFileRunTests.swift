import Foundation
import OctavoEngine
import OctavoOperations
import OctavoRunner
import Testing

/// Packed files, encodings and what is no text.
@Suite struct DataFileRunTests {
  /// One preference.
  private static let packed = base64(
    "H4sIAAAAAAACA6tWKijKzy0oUbJSUCpQ0lFQSs7IL07NA3ETQdyi1KzU5JLUFJBAklItFwDout+fMAAAAA==")

  private static func base64(_ text: String) -> Data { Data(base64Encoded: text) ?? Data() }

  @Test func gzipIsReadWhateverTheName() throws {
    let record = try FileStep("preferences.load", Self.packed).record()
    #expect(record.status == .done)
    #expect(record.passages.map(\.text) == ["a", "b"])
  }

  @Test func everyMemberIsRead() throws {
    let zeros = Data(repeating: 0, count: 100)
    let twice = Self.packed + Self.packed
    #expect(try FileStep("preferences.load", twice).record().values["count"] == 2)
    #expect(try FileStep("preferences.load", twice + zeros).record().values["count"] == 2)
    #expect(
      try FileStep("preferences.load", Self.packed + Data("more".utf8)).problems() == [
        "`data.jsonl` holds something else behind its gzip data, after 48 bytes of text; "
          + "copy or download it again, or unpack it with `gunzip`"
      ])
  }

  @Test func aTextMayBePacked() throws {
    let record = try FileStep("text.load", Self.packed).record()
    #expect(record.values["characters"] == 48)
  }

  @Test func packedFilesThatAreNotWhole() throws {
    let ended = try FileStep("text.load", Self.packed.dropLast(6)).problems()
    #expect(
      ended == [
        "`data.jsonl` ends too early: its gzip data stops after 48 bytes of text; "
          + "copy or download it again"
      ])
    var damaged = Self.packed
    damaged[damaged.count - 6] ^= 1
    let problems = try FileStep("text.load", damaged).problems()
    #expect(problems.count == 1)
    #expect(problems[0].contains("is damaged: its gzip data cannot be unpacked after 48 bytes"))
  }

  @Test func noMachineIsFilledByAPackedFile() throws {
    let megabyte = Self.base64(
      "H4sIAAAAAAACA+3CMQ0AAAACoN+W9i9hCF8GTQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAALgNCPR/BAAAQAA==")
    var content = Data()
    for _ in 0..<36 { content += megabyte }
    let step = FileStep("text.load", content)
    // Checking looks at the beginning alone.
    #expect(try step.problems() == [])
    let record = try MachineMemory.$total.withValue(100_000_000) { try step.record() }
    guard case .failed(let error) = record.status else {
      Issue.record("the text is read")
      return
    }
    #expect(error.contains("holds more than 33 MB of text when it is unpacked"))
  }

  @Test(
    arguments: [
      ([0x28, 0xB5, 0x2F, 0xFD, 1, 2], "is packed by zstd", "unzstd data.jsonl"),
      (Array("BZh91AY".utf8), "is packed by bzip2", "bunzip2 data.jsonl"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 1], "is packed by xz", "unxz data.jsonl"),
      ([0x50, 0x4B, 3, 4, 9], "is a zip archive", "unzip data.jsonl"),
      (
        Array("version https://git-lfs.github.com/spec/v1\n".utf8), "Git LFS pointer",
        "git lfs pull"
      ),
      (Array("PAR1....".utf8), "is a Parquet file", "export it"),
      ([0xFF, 0xFE, 0x61, 0], "is UTF-16LE", "iconv -f UTF-16LE -t UTF-8"),
      ([0xFE, 0xFF, 0, 0x61], "is UTF-16BE", "iconv -f UTF-16BE"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "is UTF-32LE", "iconv -f UTF-32LE"),
      ([0x61, 0, 0x62, 0, 0x63, 0, 0x0A, 0], "is UTF-16LE", "iconv"),
      ([0, 0x61, 0, 0x62, 0, 0x63, 0, 0x0A], "is UTF-16BE", "iconv"),
      ([0x61, 0, 0, 0, 0x62, 0, 0, 0], "is UTF-32LE", "iconv"),
      ([0x61, 0x0A, 0x62, 0], "holds a zero byte in line 2, byte 2", "tr -d"),
      (
        [0x61, 0x0A, 0x62, 0x63, 0xE9, 0x20], "is not UTF-8: line 2, byte 3, is 0xE9",
        "iconv -f WINDOWS-1252"
      ),
      ([], "is empty", "give a file"), ([0xEF, 0xBB, 0xBF], "is empty", "give a file"),
    ] as [([UInt8], String, String)])
  func whatIsNotTextIsFoundByChecking(bytes: [UInt8], problem: String, remedy: String) throws {
    let problems = try FileStep("text.load", Data(bytes)).problems()
    #expect(problems.count == 1)
    #expect(problems.first?.contains(problem) == true, "\(problems)")
    #expect(problems.first?.contains(remedy) == true, "\(problems)")
  }

  @Test func aTextInATarArchive() throws {
    var bytes = [UInt8](repeating: 0, count: 1024)
    bytes.replaceSubrange(0..<5, with: "a.txt".utf8)
    bytes.replaceSubrange(257..<262, with: "ustar".utf8)
    let problems = try FileStep("text.load", Data(bytes)).problems()
    #expect(problems.first?.contains("is a tar archive") == true)
  }

  @Test func aByteOrderMarkIsLeftOut() throws {
    let record = try FileStep("text.load", "\u{FEFF}abca").record()
    #expect(record.values["characters"] == 4)
    #expect(record.values["vocabulary-size"] == 3)
    let pairs = try FileStep(
      "pairs.load", "\u{FEFF}" + #"{"prompt": "p", "response": "r"}"#
    ).record()
    #expect(pairs.values["count"] == 1)
  }

  @Test func otherLineEndsAreCounted() throws {
    let record = try FileStep("text.load", "a\r\nb\r\nc\rd\n").record()
    #expect(record.values["characters"] == 10)
    #expect(record.warnings.texts.count == 1)
    #expect(
      record.warnings.texts[0].contains("2 of carriage return and line feed, 1 of carriage return"))
    #expect(DocumentSeparator.line.split("a\r\nb\rc\nd") == ["a", "b", "c", "d"])
    #expect(DocumentSeparator.paragraph.split("a\r\nb\r\n\r\nc") == ["a\nb", "c"])
  }

  @Test func documentsAreCutAsFoundationCutsThem() {
    var random = RandomStream(seed: 1)
    for _ in 0..<2000 {
      let text = (0..<random.integer(below: 12)).map { _ in
        ["a", "\n", "\n", "\n\n", " ", "é", "\r\n", "\t"][random.integer(below: 8)]
      }.joined()
      for (separator, lineFeeds) in [(DocumentSeparator.line, "\n"), (.paragraph, "\n\n")] {
        let expected = text.replacing("\r\n", with: "\n").components(separatedBy: lineFeeds)
          .filter { !$0.allSatisfy(\.isWhitespace) }
        #expect(separator.split(text) == expected, "\(text.debugDescription)")
      }
    }
  }
}
