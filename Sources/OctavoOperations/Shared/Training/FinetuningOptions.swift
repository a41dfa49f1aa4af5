import OctavoEngine
import OctavoRunner

/// A recipe for training a language model on independent examples.
protocol TextTraining: OptionGroup {
  var iterations: Int { get }
  var batch: Int { get }
  /// Where problems with the batch are reported.
  var batchOption: FieldReference { get }

  /// Reports what does not suit the model.
  func check(for model: GPT.Configuration?, _ problems: inout Problems)
}

extension TextTraining {
  func check(for model: GPT.Configuration?, _ problems: inout Problems) {}
}

extension TextTrainingOptions: TextTraining {}

/// How a language model is fine-tuned, its experts included.
struct FinetuningOptions: TextTraining {
  private let text = TextTrainingOptions()
  let experts = ExpertTrainingOptions(balance: 0)

  var iterations: Int { text.iterations }
  var batch: Int { text.batch }
  var batchOption: FieldReference { text.batchOption }

  func check(for model: GPT.Configuration?, _ problems: inout Problems) {
    experts.check(for: model, &problems)
  }

  /// - Parameter model: the one that is trained.
  func recipe(for model: GPT.Configuration) -> TrainingRecipe {
    var recipe = text.recipe(usualDropout: model.dropout)
    recipe.experts = experts.settings
    return recipe
  }
}
