import Foundation
import OctavoEngine
import Testing

/// Whatever is done to a folder's files, they are refused or read, and nothing traps.
@Suite struct DamagedFoldersTests {
  private static let count =
    ProcessInfo.processInfo.environment["OCTAVO_DAMAGES"].flatMap { Int($0) } ?? 300

  @Test(arguments: SampleModel.all.filter { !$0.name.contains("-") })
  func modelsAreRefusedOrRead(sample: SampleModel) throws {
    let tokenizer = Tokenizer.bytePairs(
      try BytePairTrainer(vocabularySize: 270, specialTokens: ["<|endoftext|>"])
        .train(on: ["the cat and the hat"]))
    var configuration = sample.configuration
    configuration.vocabularySize = 270
    configuration.layers = 1
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    try withTemporaryFolder { folder in
      try PretrainedModel(model, tokenizer: tokenizer).write(to: folder)
      let names = ["config.json", "model.safetensors", "tokenizer.json"]
      try damage(names, in: folder, seed: 5) {
        _ = try? PretrainedModel.configuration(at: folder)
        _ = try? PretrainedModel.checkTokenizer(at: folder, for: configuration)
        let read = try PretrainedModel(contentsOf: folder)
        _ = try read.tokenizer?.encode("the cat")
      }
    }
  }

  @Test func adaptersAreRefusedOrRead() throws {
    for sample in [SampleModel.all[0], .interleaved] {
      let model = try sample.model()
      try withTemporaryFolder { folder in
        try sample.adapter().write(to: folder)
        let names = ["adapter_config.json", "adapter_model.safetensors"]
        try damage(names, in: folder, seed: 6) {
          _ = try? LowRankAdapter(contentsOf: folder)
          let adapter = try LowRankAdapter(contentsOf: folder, for: sample.configuration)
          _ = adapter.merged(into: model)
        }
      }
    }
  }

  @Test(arguments: VirtualTokens.Kind.allCases)
  func virtualTokensAreRefusedOrRead(kind: VirtualTokens.Kind) throws {
    let sample = SampleModel.interleaved
    let model = try sample.model()
    try withTemporaryFolder { folder in
      try sample.virtualTokens(kind).write(to: folder)
      let names = ["adapter_config.json", "adapter_model.safetensors"]
      try damage(names, in: folder, seed: 6) {
        _ = try? ModelAdapter(contentsOf: folder)
        let adapter = try ModelAdapter.read(folder, for: sample.configuration).adapter
        _ = adapter.merged(into: model)
      }
    }
  }

  @Test func indexesAreRefusedOrRead() throws {
    let original = try ReferenceModel("gpt2-untied-bfloat16-sharded").folder
    try withTemporaryFolder { folder in
      for name in try FileManager.default.contentsOfDirectory(atPath: original.path) {
        try Data(contentsOf: original.appendingPathComponent(name))
          .write(to: folder.appendingPathComponent(name))
      }
      let names = [
        "config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors",
      ]
      try damage(names, in: folder, seed: 7) { _ = try PretrainedModel(contentsOf: folder) }
    }
  }

  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", "\"", ",", ":", "-", "9", "99999", "-1", "9223372036854775807",
      "-9223372036854775808", "4294967296", "99999999999999999999", "e9", "e308", "e-308", ".5",
      "null", "true", "[]", "{}", "\\u", "\\ud800", "0", "00", " ", "\n",
    ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0x1B]]

  /// Damages one of the files, in one to four places, and puts it right again.
  private func damage(
    _ names: [String], in folder: URL, seed: UInt64, _ read: () throws -> Void
  ) throws {
    var random = RandomStream(seed: seed)
    let files = names.map { folder.appendingPathComponent($0) }
    let wholes = try files.map { Array(try Data(contentsOf: $0)) }
    var refused = 0
    for _ in 0..<Self.count {
      let place = random.integer(below: files.count)
      var bytes = wholes[place]
      // Of weights the header is what can be wrong in many ways.
      let length = min(bytes.count, 4000)
      for _ in 0...random.integer(below: 4) {
        let position = random.integer(below: min(length, bytes.count))
        let piece = Self.pieces[random.integer(below: Self.pieces.count)]
        switch random.integer(below: 6) {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: piece, at: position)
        case 3: bytes.removeLast(random.integer(below: bytes.count))
        default: replaceNumber(in: &bytes, from: position, by: piece)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      try Data(bytes).write(to: files[place])
      do { try read() } catch {
        refused += 1
        #expect(!"\(error)".isEmpty)
        #expect("\(error)".unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(error)")
      }
      try Data(wholes[place]).write(to: files[place])
    }
    #expect((1..<Self.count).contains(refused))
  }

  /// Puts a piece in the place of the next number.
  private func replaceNumber(in bytes: inout [UInt8], from position: Int, by piece: [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[position...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
    bytes.replaceSubrange(start..<end, with: piece)
  }
}
