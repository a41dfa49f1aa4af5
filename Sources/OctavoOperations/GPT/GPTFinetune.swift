import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.finetune`: a language model learns to respond to prompts as it is shown.
struct GPTFinetune: Operation {
  static let manual = Manual(
    "gpt.finetune", "Fine-tunes a language model on prompts and the responses wanted.",
    discussion: """
      The first of InstructGPT's three stages (Ouyang et al. 2022, section 3.5). The loss is the \
      cross-entropy of the response's tokens alone, each weighing the same; prompts and padding cost \
      nothing. Dropout is the model's own, unless `training` says otherwise. With `adapter` the model stays as it is and a low-rank change of some matrices is learned \
      in its place (LoRA, Hu et al. 2021): `model` is then the model with the change added, and \
      `adapter` the change on its own, which `adapter.merge` can add to the same model elsewhere. \
      A run leaves it as a folder that Hugging Face's PEFT opens, where `transformers` opens the model.
      """,
    example: """
      run: gpt.finetune
      model: pretrain
      data: pairs
      training: {iterations: 100, learning-rate: 5e-4}
      """)
  static let outputs: [Output] =
    [
      .artifact("model", LanguageModel.self, "The fine-tuned model."),
      .artifact("adapter", Adapter.self, "What was learned, where it was learned as an adapter."),
      .value("trained-parameters", .integer, "How many numbers were learned."),
      .value("initial-validation-loss", .number, "Loss on the pairs held back, before training."),
      .value("memory", .integer, "About how many bytes training takes, reckoned from its shapes."),
      .table(
        "history", columns: TrainingSummary.columns,
        "One row an evaluation; losses of training are means since the row before."),
    ] + TrainingSummary.outputs

  let tuning = TuningOptions()
  @Input("The prompts and responses.") var data: Pairs

  var costs: [(String, String)] { Self.memoryCost(tuning.estimatedBytes) }

  func foresee(_ outlook: inout Outlook) {
    outlook.expect(tuned: tuning.$model.outline, tuning.adapter)
  }

  func run(in context: StepContext) throws -> StepResult {
    let stream = RandomStream(seed: context.seed)
    let examples = try context.usable(
      data, by: tuning.model.tokenizer, for: tuning.model.model.configuration)
    return try context.train(
      iterations: tuning.training.iterations,
      start: {
        try TrainingLoop<SupervisedFineTuning>(
          tuning.start(stream), examples,
          tuning.training.recipe(usualDropout: tuning.model.model.configuration.dropout),
          stream: stream)
      },
      restore: { try TrainingLoop<SupervisedFineTuning>(archive: $0, examples) },
      result: { result(of: $0) })
  }

  private func result(of loop: TrainingLoop<SupervisedFineTuning>) -> StepResult {
    var result = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss
    ).result
    result.add(loop.model, tuning.model.tokenizer)
    if let loss = loop.initialValidationLoss {
      result.values["initial-validation-loss"] = .number(loss)
    }
    result.values["memory"] = .integer(loop.model.trainingBytes(batch: tuning.training.batch))
    result.shown += ["trained-parameters"]
    return result
  }
}
