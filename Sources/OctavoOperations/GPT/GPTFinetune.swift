import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.finetune`: a language model learns to respond to prompts as it is shown.
struct GPTFinetune: Operation {
  static let manual = Manual(
    "gpt.finetune", "Fine-tunes a language model on prompts and desired responses.",
    discussion: """
      The first of InstructGPT's three stages (Ouyang et al. 2022, section 3.5). The loss is the \
      cross-entropy of the response's tokens alone, each weighing the same; prompts and padding cost \
      nothing. Dropout is the model's own, unless `training` has its own. Against the overfitting of \
      sparse models to few examples, `training` offers dropout inside the experts (Fedus et al. 2022, \
      section 2.4) and the load-balancing loss (Zoph et al. 2022, section 4). With `adapter` the \
      model is frozen and something smaller is trained in its place: a low-rank change of some matrices \
      (LoRA, Hu et al. 2021), a prefix, which is keys and values before those of the text in every block \
      (Li & Liang 2021), or a soft prompt, which is embeddings before those of the text (Lester et al. \
      2021). `model` is then the model with the adapter, and `adapter` the adapter on its own, which \
      `adapter.merge` can merge into the same model elsewhere. The virtual tokens of a prefix or a soft \
      prompt take positions of the context. A run leaves the adapter as a folder that Hugging Face's \
      PEFT opens, where `transformers` opens the model.
      """,
    example: """
      run: gpt.finetune
      model: pretrain
      data: pairs
      training: {iterations: 100, learning-rate: 5e-4}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    var tuned = TunedOutputs()
    @Output("The loss on the validation split before training.") var initialValidationLoss: Double?
    @Output("Roughly how many bytes training takes, estimated from the shapes.") var memory: Int
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns) var history: Table
    var training = TrainingOutputs()
    var routers = RoutingOutputs()

    var shown: [any DeclaredOutput] { training.shown + [tuned.$trainedParameters] }
  }

  let tuning = TuningOptions<FinetuningOptions>()
  @Input("The prompts and responses.") var data: Pairs

  var memory: Int? { tuning.estimatedBytes }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs.expect(tuned: \.tuned, tuning.$model.outline, tuning.adapter)
    outputs.expect(
      routing: \.routers, tuning.training.experts, tuning.$model.outline?.configuration)
  }

  func run(in context: StepContext) throws -> Outputs {
    let examples = try context.usable(
      data, by: tuning.model.tokenizer, for: tuning.configuration)
    return try context.tune(
      tuning, for: SupervisedFineTuning.self,
      tuning.training.recipe(for: tuning.model.model.configuration), on: examples, outputs: outputs)
  }

  private func outputs(of loop: TrainingLoop<SupervisedFineTuning>) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss)
    var outputs = Outputs()
    outputs.tuned = TunedOutputs(loop.model, tuning.model.tokenizer)
    outputs.initialValidationLoss = loop.initialValidationLoss
    outputs.memory = loop.model.trainingBytes(batch: tuning.training.batch)
    outputs.history = summary.table
    outputs.training = TrainingOutputs(summary)
    outputs.routers = RoutingOutputs(loop.objective.state.iterations, summary)
    return outputs
  }
}
