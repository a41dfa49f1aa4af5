import OctavoEngine
import OctavoRunner

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

  /// - Parameter model: the settings of the model that is trained.
  func recipe(for model: GPT.Configuration) -> TrainingRecipe {
    var recipe = text.recipe(usualDropout: model.dropout)
    recipe.experts = experts.settings
    return recipe
  }
}
