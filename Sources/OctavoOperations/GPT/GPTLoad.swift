import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.load`: a model that another program, or an earlier run, has written.
struct GPTLoad: Operation {
  static let manual = Manual(
    "gpt.load", "Reads a GPT-2, LLaMA, Mixtral, StarCoder2 or Arcee from a Hugging Face folder.",
    discussion: """
      The folder holds `config.json`, the weights as `model.safetensors` (or several files with an \
      index; float32, float64, float16 or bfloat16) and `tokenizer.json`. What a run leaves in \
      `artifacts/STEP/model` is such a folder. Where `config.json` says that the output layer is tied to \
      the embedding and the weights hold another one, both are kept. The model's dropout holds in \
      `gpt.train` and `gpt.finetune`, and never in sampling; GPT-2's published folders have 0.1 at all \
      three places.
      """,
    example: """
      run: gpt.load
      path: models/gpt2
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The model.") var model: LanguageModel
    @Output("The number of parameters.") var parameters: Int
    @Output("The number of transformer blocks.") var layers: Int
    @Output("The width of the residual stream.") var width: Int
    @Output("The context length in tokens.") var context: Int
    @Output("The number of tokens in the vocabulary.") var vocabularySize: Int

    var shown: [any DeclaredOutput] { [$parameters, $layers, $width, $context, $vocabularySize] }
  }

  @Option("The folder.") var path: FolderPath
  @Option("The share of activations dropped in training; without it, the folder's rates.")
  var dropout: DropoutOption?

  func check(_ problems: inout Problems) {
    var configuration: GPT.Configuration?
    do {
      let found = try PretrainedModel.configuration(at: path.url)
      problems.requireMemory(
        found.inferenceBytes(batch: 1), for: "running this model", at: $path)
      configuration = found
    } catch {
      problems.report(at: $path, error.description)
    }
    do {
      try PretrainedModel.checkTokenizer(at: path.url, for: configuration)
    } catch {
      problems.report(at: $path, error.description)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard var configuration = try? PretrainedModel.configuration(at: path.url) else { return }
    configuration.dropout = dropout(of: configuration)
    outputs[\.$model] = LanguageModel.Outline(
      configuration: configuration, hasExactVocabulary: true)
  }

  func run(in context: StepContext) throws -> Outputs {
    var (model, remarks) = try LanguageModel.read(path.url)
    for remark in remarks { context.warn(.ordinary, remark) }
    var configuration = model.model.configuration
    configuration.dropout = dropout(of: configuration)
    model.model = try GPT(configuration, parameters: model.model.parameters)
    var outputs = Outputs()
    outputs.model = model
    outputs.parameters = configuration.parameterCount
    outputs.layers = configuration.layers
    outputs.width = configuration.width
    outputs.context = configuration.context
    outputs.vocabularySize = configuration.vocabularySize
    return outputs
  }

  private func dropout(of model: GPT.Configuration) -> DropoutRates {
    dropout?.applied(to: model.dropout) ?? model.dropout
  }
}
