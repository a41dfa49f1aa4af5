import Foundation
import OctavoEngine
import Testing

/// Folders that say that the head is tied to the embedding, whatever their weights hold.
@Suite struct HeadOfItsOwnTests {
  private static let untied: [SampleModel] = SampleModel.all.filter {
    ["gpt2", "llama", "mixtral", "starcoder2", "arcee"].contains($0.modelType)
  }

  @Test(arguments: untied, [FloatFormat.float32, .float16, .bfloat16])
  func aHeadThatDiffersIsKept(sample: SampleModel, format: FloatFormat) throws {
    try withFolder(of: sample, tied: false, as: format) { folder in
      let model = try PretrainedModel(contentsOf: folder).model
      try edit(folder, #""tie_word_embeddings": false"#, #""tie_word_embeddings": true"#)
      let read = try PretrainedModel(contentsOf: folder)
      #expect(!read.model.configuration.tiedHead)
      #expect(read.model.parameters.bitPatterns == model.parameters.bitPatterns)
      #expect(read.remarks.count == 1)
      #expect(read.remarks.first?.contains("“lm_head.weight” differs from") == true)
      #expect(try PretrainedModel.configuration(at: folder).tiedHead)
    }
  }

  @Test(arguments: untied)
  func aHeadThatIsTheEmbeddingIsTied(sample: SampleModel) throws {
    try withFolder(of: sample, tied: true, as: .float32) { folder in
      let model = try PretrainedModel(contentsOf: folder).model
      let names = try rewrite(folder) { tensors in
        let embedding = try #require(
          tensors.first {
            $0.name.hasSuffix("wte.weight") || $0.name.hasSuffix("embed_tokens.weight")
          })
        tensors.append(("lm_head.weight", embedding.shape, embedding.floats))
      }
      #expect(names.contains("lm_head.weight"))
      let read = try PretrainedModel(contentsOf: folder)
      #expect(read.model.configuration.tiedHead && read.remarks == [])
      #expect(read.model.parameters.bitPatterns == model.parameters.bitPatterns)
    }
  }

  /// Of two tensors that share their memory, safetensors keeps one name.
  @Test(arguments: untied)
  func theHeadMayBeAllThatIsStored(sample: SampleModel) throws {
    try withFolder(of: sample, tied: true, as: .float32) { folder in
      let model = try PretrainedModel(contentsOf: folder).model
      _ = try rewrite(folder) { tensors in
        let place = try #require(
          tensors.firstIndex {
            $0.name.hasSuffix("wte.weight") || $0.name.hasSuffix("embed_tokens.weight")
          })
        tensors[place].name = "lm_head.weight"
      }
      let read = try PretrainedModel(contentsOf: folder)
      #expect(read.model.configuration.tiedHead && read.remarks == [])
      #expect(read.model.parameters.bitPatterns == model.parameters.bitPatterns)
    }
  }

  @Test func aHeadOfAnotherShapeIsRefused() throws {
    try withFolder(of: SampleModel.all[0], tied: true, as: .float32) { folder in
      _ = try rewrite(folder) {
        $0.append(("lm_head.weight", [1, 16], Array(repeating: 0, count: 16)))
      }
      #expect {
        try PretrainedModel.configuration(at: folder)
      } throws: { "\($0)".contains("“lm_head.weight” has the shape [1, 16]") }
    }
  }

  private func withFolder(
    of sample: SampleModel, tied: Bool, as format: FloatFormat, _ body: (URL) throws -> Void
  ) throws {
    var configuration = sample.configuration
    configuration.tiedHead = tied
    let model = try SampleModel(
      name: sample.name, modelType: sample.modelType, configuration: configuration
    ).model()
    try withTemporaryFolder { folder in
      try PretrainedModel(model).write(to: folder, as: format)
      try body(folder)
    }
  }

  private func edit(_ folder: URL, _ right: String, _ wrong: String) throws {
    let file = folder.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(right))
    try Data(text.replacing(right, with: wrong).utf8).write(to: file)
  }

  /// Changes the tensors of a folder; the names that it has then.
  private func rewrite(
    _ folder: URL, _ change: (inout [Safetensors.Tensor]) throws -> Void
  ) throws -> [String] {
    let path = folder.appendingPathComponent("model.safetensors").path
    let file = try SafetensorsFile(path)
    var tensors: [Safetensors.Tensor] = try file.names.map {
      ($0, try file.shape(of: $0), try file.floats(of: $0))
    }
    try change(&tensors)
    try Safetensors.write(tensors, to: path)
    return tensors.map(\.name)
  }
}
