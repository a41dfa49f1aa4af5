import OctavoEngine
import OctavoRunner

/// How a language model is trained on random crops of a text.
struct LanguageModelingOptions: OptionGroup {
  private let training = TrainingOptions(
    examples: "crops of the text", evaluation: "the validation loss is measured",
    iterations: 1000, batch: 12, learningRate: 1e-3, weightDecay: 0.1)
  @Option("The number of batches on which the validation loss is measured.", .within(1...10_000))
  var evaluationBatches = 20
  @Option("The number of gradient accumulation steps.", .within(1...1024))
  var accumulation = 1
  let experts = ExpertTrainingOptions(balance: 0.01)
  @Option("The share of activations dropped in this training; without it, the model's own.")
  var dropout: DropoutOption?
  @Option("A loss against repetition, which is added to the cross-entropy.")
  var repetition: RepetitionOptions?
  @Option(
    "What attention keeps for the backward pass: a number for each query, from which its probabilities are recomputed, or the stored probabilities; given either, `activation-bytes` is measured."
  ) var attention: AttentionMemory?

  var iterations: Int { training.iterations }
  var batch: Int { training.batch }
  /// The sequences of a batch, and those that a loss against repetition reads besides.
  var sequencesAtOnce: Int { batch + (repetition?.sequences(besides: batch) ?? 0) }

  /// - Parameter model: that is trained.
  func settings(for model: GPT.Configuration) -> LanguageModeling.Settings {
    var recipe = training.recipe
    recipe.dropout = dropout?.applied(to: model.dropout)
    recipe.experts = experts.settings
    recipe.attention = attention ?? .recomputed
    return LanguageModeling.Settings(
      recipe: recipe, accumulation: accumulation, evaluationBatches: evaluationBatches,
      repetition: repetition?.penalty)
  }
}

extension AttentionMemory: OptionChoice {}
