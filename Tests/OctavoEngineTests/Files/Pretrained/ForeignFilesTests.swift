import Foundation
import OctavoEngine
import Testing

/// Files of a model's folder that hold something else: each is said to be what it is.
@Suite struct ForeignFilesTests {
  private static let contents: [(String, [UInt8], String)] = [
    (
      "a pointer",
      Array("version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5\n".utf8),
      "Git LFS pointer in place of the file itself; run `git lfs pull`"
    ),
    ("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1], "gzip file"),
    ("zip", Array("PK\u{3}\u{4}rest of it".utf8), "ZIP archive"),
    ("pickle", [0x80, 2, 0x7D, 0x71, 0, 0x58, 1, 1, 1, 1], "Python pickle"),
    ("page", Array("\n<!DOCTYPE html><html><body>404</body></html>".utf8), "HTML page"),
    ("gguf", Array("GGUF\u{3}\0\0\0\0\0\0\0".utf8), "llama.cpp"),
    ("utf-16", [0xFF, 0xFE, 0x7B, 0, 0x7D, 0, 0, 0, 0, 0], "UTF-16"),
    ("nothing", [], "is empty"),
    ("a message", Array("Entry not found".utf8), "begins with “Entry not found”"),
    ("escapes", Array("\u{1B}[31mred alert".utf8), "begins with “\\u{1b}[31mred alert”"),
  ]

  @Test(
    arguments: contents, ["config.json", "model.safetensors", "tokenizer.json"])
  func whatAFileIsIsSaid(content: (String, [UInt8], String), name: String) throws {
    try withModel { folder in
      let path = folder.appendingPathComponent(name)
      try Data(content.1).write(to: path)
      let message = message { try PretrainedModel(contentsOf: folder) }
      #expect(message.hasPrefix(path.path), "\(message)")
      #expect(message.contains(content.2), "\(message)")
      #expect(!message.contains("\u{1B}"))
    }
  }

  @Test(arguments: ["config.json", "model.safetensors", "tokenizer.json"])
  func truncatedFilesAreSaidToBeCutOff(name: String) throws {
    try withModel { folder in
      let path = folder.appendingPathComponent(name)
      let bytes = try Data(contentsOf: path)
      try bytes.prefix(bytes.count / 2).write(to: path)
      let message = message { try PretrainedModel(contentsOf: folder) }
      #expect(
        message.contains("cut off") || message.contains("ends too early")
          || message.contains("before its header"), "\(message)")
    }
  }

  @Test(arguments: ["config.json", "model.safetensors", "tokenizer.json"])
  func pipesAndFoldersAreRefused(name: String) throws {
    try withModel { folder in
      let path = folder.appendingPathComponent(name)
      try FileManager.default.removeItem(at: path)
      #expect(mkfifo(path.path, 0o600) == 0)
      #expect(message { try PretrainedModel(contentsOf: folder) }.contains("is a named pipe"))
      try FileManager.default.removeItem(at: path)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      #expect(message { try PretrainedModel(contentsOf: folder) }.contains("is a folder"))
    }
  }

  @Test(arguments: [
    ("adapter_config.json", "adapter.load"), ("params.json", "Meta's own format"),
    ("model_index.json", "diffusers"), ("model.gguf", "llama.cpp"),
  ])
  func aFolderOfAnotherKindIsSaid(name: String, kind: String) throws {
    try withTemporaryFolder { folder in
      try Data("{}".utf8).write(to: folder.appendingPathComponent(name))
      let message = message { try PretrainedModel(contentsOf: folder) }
      #expect(message.contains("no config.json") && message.contains(kind), "\(message)")
    }
  }

  @Test func theFolderWithinIsNamed() throws {
    try withTemporaryFolder { folder in
      let inner = folder.appendingPathComponent("snapshots/abc")
      try PretrainedModel(SampleModel.all[0].model()).write(to: inner)
      #expect(message { try PretrainedModel(contentsOf: folder) }.contains("“snapshots/abc”"))
    }
  }

  @Test(arguments: [
    ("model.fp16.safetensors", "call it model.safetensors"),
    ("model-00001-of-00002.safetensors", "fetch model.safetensors.index.json"),
    ("consolidated.00.pth", "“consolidated.00.pth” is not read"),
  ])
  func otherWeightsAreNamed(name: String, remedy: String) throws {
    try withModel { folder in
      let weights = folder.appendingPathComponent("model.safetensors")
      try FileManager.default.moveItem(at: weights, to: folder.appendingPathComponent(name))
      #expect(message { try PretrainedModel(contentsOf: folder) }.contains(remedy))
    }
  }

  @Test func tokenizersOfOtherProgramsAreNamed() throws {
    let texts: [([UInt8], String)] = [
      (
        [0x0A, 0x0E, 0x0A, 5, 0x3C, 0x75, 0x6E, 0x6B, 0x3E, 0x15, 0, 0, 0, 0, 0x18, 2],
        "SentencePiece"
      ),
      (Array("AA== 0\nAQ== 1\nAg== 2\n".utf8), "tiktoken"),
      (Array("#version: 0.2\na b\n".utf8), "give them as `merges`"),
      (Array("[PAD]\n[UNK]\n".utf8), "word pieces"),
      (Array(#"{"tokenizer_class": "GPT2Tokenizer"}"#.utf8), "tokenizer_config.json"),
      (Array(#"{"model_type": "gpt2"}"#.utf8), "config.json"),
      (Array(#"{"a": 0, "model": 1}"#.utf8), "a vocabulary"),
    ]
    for (bytes, kind) in texts {
      let message = message { try Tokenizer(json: bytes, file: "x") }
      #expect(message.hasPrefix("x: ") && message.contains(kind), "\(message)")
    }
    try withModel { folder in
      let file = folder.appendingPathComponent("tokenizer.json")
      try FileManager.default.moveItem(
        at: file, to: folder.appendingPathComponent("tokenizer.model"))
      let message = message {
        try PretrainedModel.checkTokenizer(at: folder, for: nil)
      }
      #expect(message.contains("tokenizer.model is not read"), "\(message)")
    }
  }

  private func withModel(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "abc"))
      try PretrainedModel(try SampleModel.all[0].model(), tokenizer: tokenizer).write(to: folder)
      try body(folder)
    }
  }

  private func message(_ body: () throws -> Any) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return "\(error)"
    }
  }
}
