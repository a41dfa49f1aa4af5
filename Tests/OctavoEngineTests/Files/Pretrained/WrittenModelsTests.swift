import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// Writes models for `Reference/check_written_models.py`, which opens them with `transformers`.
@Suite struct WrittenModelsTests {
  private static let folder = ProcessInfo.processInfo.environment["OCTAVO_WRITTEN_MODELS"]

  @Test(
    .enabled(if: folder != nil, "set OCTAVO_WRITTEN_MODELS to a folder"),
    arguments: SampleModel.all.filter { $0.modelType != "octavo" },
    [FloatFormat.float32, .float16, .bfloat16])
  func modelsForTransformers(sample: SampleModel, format: FloatFormat) throws {
    let folder = URL(fileURLWithPath: try #require(Self.folder))
      .appendingPathComponent("\(sample.name)-\(format.rawValue)")
    let text = "the cat and the hat"
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: text))
    try PretrainedModel(try sample.model(), tokenizer: tokenizer).write(to: folder, as: format)

    // Read again, for the weights are rounded to the format.
    let model = try PretrainedModel(contentsOf: folder).model
    let batch = TokenBatch(rows: 2, columns: 10, tokens: (0..<20).map { $0 * $0 % 64 })
    let logits = model.logits(batch)
    let expected: JSON = [
      "tokens": .array(rows(batch.tokens.map { .integer(Int($0)) }, 10)),
      "logits": .array(
        rows(rows(logits.values.map { .number(Double($0)) }, logits.columns), 10)),
      "text": .string(text),
      "encoded": .array(try tokenizer.encode(text).map { .integer(Int($0)) }),
    ]
    try Data(expected.compactText.utf8).write(to: folder.appendingPathComponent("expected.json"))
  }
}

/// Values cut into rows of one length.
func rows(_ values: [JSON], _ length: Int) -> [JSON] {
  stride(from: 0, to: values.count, by: length).map { .array(Array(values[$0..<$0 + length])) }
}
