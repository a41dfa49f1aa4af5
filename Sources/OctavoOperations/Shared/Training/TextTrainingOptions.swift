import OctavoEngine
import OctavoRunner

/// How a language model or a reward model is trained on examples that each stand for themselves.
struct TextTrainingOptions: OptionGroup {
  private let training: TrainingOptions
  @Option(
    "The share of activations dropped in this training; without it the model's own in fine-tuning, and none where preferences are learned from."
  )
  var dropout: DropoutOption?

  init() { self.init(examples: "examples") }

  /// - Parameters: as of `TrainingOptions`.
  init(examples: String, evaluation: String? = nil) {
    training = TrainingOptions(examples: examples, evaluation: evaluation)
  }

  var iterations: Int { training.iterations }
  var batch: Int { training.batch }
  /// To report what is wrong with it.
  var batchOption: FieldReference { training.$batch }

  /// - Parameter usualDropout: the rates that hold where none are given.
  func recipe(usualDropout: DropoutRates) -> TrainingRecipe {
    var recipe = training.recipe
    recipe.dropout = dropout?.applied(to: usualDropout) ?? usualDropout
    return recipe
  }
}
