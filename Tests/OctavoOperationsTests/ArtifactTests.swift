import Foundation
import OctavoEngine
import OctavoOperations
import OctavoRunner
import Testing

/// What is written can be read, and written again with the same bytes.
@Suite struct ArtifactTests {
  /// The bytes of every file that an artifact writes, by name.
  private struct Files: ArtifactSink {
    var bytes: [String: [UInt8]] = [:]

    mutating func file(
      _ name: String, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
      var all: [UInt8] = []
      try produce { all.append(contentsOf: $0) }
      bytes[name] = all
    }
  }

  private func expectRoundTrip<Kind: Artifact>(_ artifact: Kind) throws {
    var first = Files()
    try artifact.write(to: &first)
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in first.bytes { try Data(bytes).write(to: folder.appending(path: name)) }
    let read = try Kind(contentsOf: folder)
    var second = Files()
    try read.write(to: &second)
    #expect(!first.bytes.isEmpty)
    #expect(first.bytes == second.bytes)
    #expect(try read.contentHash() == artifact.contentHash())
  }

  @Test(arguments: ["", "plain", "line\r\nends\n", "e\u{301}é 😀\u{0}"])
  func corpora(_ text: String) throws {
    try expectRoundTrip(Corpus(text: text, validationFraction: 0.3))
  }

  @Test func tokenizers() throws {
    let text = "a bee, a tree and 3 cheeses"
    try expectRoundTrip(TextTokenizer(.characters(CharacterTokenizer(of: text))))
    let pairs = try BytePairTrainer(vocabularySize: 270, specialTokens: ["<end>"]).train(on: [text])
    try expectRoundTrip(TextTokenizer(.bytePairs(pairs)))
  }

  @Test(arguments: [true, false]) func models(isLLaMA: Bool) throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "abc"))
    let configuration =
      isLLaMA
      ? GPT.Configuration.llama(vocabularySize: 3, context: 8, layers: 2, heads: 2, width: 8)
      : GPT.Configuration(vocabularySize: 3, context: 8, layers: 2, heads: 2, width: 8)
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    try expectRoundTrip(LanguageModel(model, tokenizer))
  }
}
