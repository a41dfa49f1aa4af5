import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// An adapter of a `ReferenceModel` that `peft` wrote, and what the model makes of some tokens with
/// it.
struct ReferenceAdapter: Sendable, CustomTestStringConvertible {
  let name: String
  let base: String

  static let all = [
    ReferenceAdapter(name: "gpt2", base: "gpt2-tied"),
    ReferenceAdapter(name: "gpt2-one-block", base: "gpt2-tied"),
    ReferenceAdapter(name: "llama-queries-and-values", base: "llama-grouped"),
    ReferenceAdapter(name: "llama-rank-stabilized", base: "llama-grouped"),
  ]

  static let virtualTokens = [("gpt2", "gpt2-tied"), ("llama", "llama-grouped")].flatMap { base in
    ["soft-prompt", "prefix", "projected-prefix"].map {
      ReferenceAdapter(name: "\(base.0)-\($0)", base: base.1)
    }
  }

  var testDescription: String { name }

  var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference/adapters/\(name)")
  }

  func model() throws -> GPT {
    try PretrainedModel(contentsOf: ReferenceModel(base).folder).model
  }

  func adapter() throws -> LowRankAdapter {
    try LowRankAdapter(contentsOf: folder, for: try model().configuration)
  }

  /// Tokens (B, T), and logits (B, T, V) row after row.
  func expected() throws -> (batch: TokenBatch, logits: [Float]) {
    let file = try JSON(
      parsing: Data(contentsOf: folder.appendingPathComponent("logits.json")))
    let tokens = try #require(file["tokens"]).integers
    return (
      TokenBatch(rows: tokens.count, columns: tokens[0].count, tokens: tokens.flatMap { $0 }),
      try #require(file["logits"]).numbers
    )
  }
}

extension LowRankAdapter {
  func write(to folder: URL) throws { try ModelAdapter.lowRank(self).write(to: folder) }
}

extension ModelAdapter {
  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in try files() {
      var data = Data()
      try file.produce { data.append(contentsOf: $0) }
      try data.write(to: folder.appendingPathComponent(file.name))
    }
  }
}
