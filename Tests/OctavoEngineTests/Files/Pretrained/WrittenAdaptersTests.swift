import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// Writes adapters for `Reference/check_written_adapters.py`, which opens them with `peft`.
@Suite struct WrittenAdaptersTests {
  private static let folder = ProcessInfo.processInfo.environment["OCTAVO_WRITTEN_MODELS"]

  @Test(
    .enabled(if: folder != nil, "set OCTAVO_WRITTEN_MODELS to a folder"),
    arguments: SampleModel.all.filter {
      ["gpt2", "llama", "starcoder2", "arcee"].contains($0.modelType)
    })
  func adaptersForPEFT(sample: SampleModel) throws {
    try write(.lowRank(try sample.adapter()), of: try sample.model(), as: sample.name)
  }

  @Test(
    .enabled(if: folder != nil, "set OCTAVO_WRITTEN_MODELS to a folder"),
    arguments: SampleModel.all.filter {
      ["gpt2", "llama", "starcoder2", "arcee"].contains($0.modelType)
    }, VirtualTokens.Kind.allCases)
  func virtualTokensForPEFT(sample: SampleModel, kind: VirtualTokens.Kind) throws {
    try write(
      try sample.virtualTokens(kind), of: try sample.model(), as: "\(sample.name)-\(kind)")
  }

  @Test(
    .enabled(if: folder != nil, "set OCTAVO_WRITTEN_MODELS to a folder"),
    arguments: ReferenceAdapter.all)
  func adaptersOfPEFTWrittenAgain(reference: ReferenceAdapter) throws {
    try write(
      .lowRank(try reference.adapter()), of: try reference.model(), as: "\(reference.name)-again")
  }

  private func write(_ adapter: ModelAdapter, of model: GPT, as name: String) throws {
    let folder = URL(fileURLWithPath: try #require(Self.folder))
      .appendingPathComponent("adapters/\(name)")
    try PretrainedModel(model).write(to: folder.appendingPathComponent("model"))
    try adapter.write(to: folder.appendingPathComponent("adapter"))
    let batch = TokenBatch(rows: 2, columns: 10, tokens: (0..<20).map { $0 * $0 % 64 })
    let logits = adapter.merged(into: model).logits(batch)
    let expected: JSON = [
      "tokens": .array(rows(batch.tokens.map { .integer(Int($0)) }, 10)),
      "logits": .array(
        rows(rows(logits.values.map { .number(Double($0)) }, logits.columns), 10)),
    ]
    try Data(expected.compactText.utf8).write(to: folder.appendingPathComponent("expected.json"))
  }
}
