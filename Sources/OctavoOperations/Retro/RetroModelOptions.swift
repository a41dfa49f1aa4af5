import OctavoEngine
import OctavoRunner

extension RetroModel.LearnedPart: OptionChoice {}

/// How a language model reads neighbors.
struct RetroModelOptions: OptionGroup {
  @Option("The number of tokens of a chunk; it must divide the context.", .within(2...4096))
  var chunk = 16
  @Option("The number of neighbors of a chunk.", .within(1...64)) var neighbors = 2
  @Option("The first of the model's blocks that reads neighbors, from 1.", .within(1...200))
  var firstBlock = 1
  @Option("The distance from one block that reads neighbors to the next.", .within(1...200))
  var blockInterval = 1
  @Option("The number of blocks of the encoder of neighbors.", .within(1...64))
  var encoderLayers = 1

  var retrieval: RetroModel.Retrieval {
    RetroModel.Retrieval(
      chunk: chunk, neighbors: neighbors, firstBlock: firstBlock - 1,
      blockInterval: blockInterval, encoderLayers: encoderLayers)
  }

  /// Reports what does not suit a language model.
  ///
  /// - Parameter language: the field that gives the model, or its shape.
  func check(
    for configuration: GPT.Configuration?, at language: FieldReference?,
    _ problems: inout Problems
  ) {
    guard let configuration, configuration.problems.isEmpty else { return }
    let problem = RetroModel.Configuration(language: configuration, retrieval: retrieval)
      .problems.first
    switch problem?.setting {
    case nil: break
    case "chunk":
      problems.report(
        at: $chunk, problem!.message, remedy: "choose a `chunk` that divides the `context`")
    case "firstBlock":
      problems.report(
        at: $firstBlock, problem!.message,
        remedy: "choose a `first-block` of at most \(configuration.layers)")
    case "virtualTokens":
      problems.report(
        at: language, problem!.message,
        remedy: "use the model as it was before, or fine-tune it with an adapter of kind `lora`")
    case "experts":
      problems.report(
        at: language, problem!.message, remedy: "give a language model without `experts`")
    default:
      problems.report(
        at: language, problem!.message,
        remedy: "choose a `width` that is a multiple of \(2 * configuration.heads)")
    }
  }
}
