/// Learning to answer questions about images: the cross-entropy of the right answer, in nats.
package struct AnswerLearning: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// At most so many held-out questions are evaluated.
    package var evaluationQuestions: Int

    package init(recipe: TrainingRecipe = TrainingRecipe(), evaluationQuestions: Int = 512) {
      self.recipe = recipe
      self.evaluationQuestions = evaluationQuestions
    }
  }

  /// Images with a question about each, and the index of its answer among the model's.
  package struct Questions: Sendable {
    /// The questions are the captions.
    package let pairs: CaptionedImages
    package let answers: [Int32]

    /// - Precondition: there is an answer for every question.
    package init(_ pairs: CaptionedImages, answers: [Int32]) {
      precondition(pairs.captions.count == answers.count)
      self.pairs = pairs
      self.answers = answers
    }

    var checksum: UInt64 { pairs.checksum ^ [answers].checksum &* 17 }
  }

  package let settings: Settings
  private let examples: TrainingExamples<Questions>

  package init(
    _ model: AnsweringModel, _ examples: TrainingExamples<Questions>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try examples.training.check(for: model)
    if !examples.validation.answers.isEmpty { try examples.validation.check(for: model) }
    self.settings = settings
    self.examples = examples
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[Int]] {
    [recipe.rows(of: examples.training.answers.count, at: index, stream)]
  }

  package func pass(
    over rows: [Int], _ model: AnsweringModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let pass = AnsweringModel.Pass(model, on: tape)
    let (scores, answers) = scores(rows, examples.training, pass)
    return TrainingPass(
      loss: scores.crossEntropy(answers), leaves: pass.leaves,
      accuracy: scores.value.accuracy(answers))
  }

  package func validation(
    of model: AnsweringModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    let pass = AnsweringModel.Pass(model)
    let count = min(examples.validation.answers.count, settings.evaluationQuestions)
    return TrainingValidation(of: count, inBatchesOf: 64) { rows in
      let (scores, answers) = scores(rows, examples.validation, pass)
      return (Double(scores.crossEntropy(answers).value.scalar), scores.value.accuracy(answers))
    }
  }

  private func scores(
    _ rows: [Int], _ examples: Questions, _ pass: AnsweringModel.Pass
  ) -> (Variable, [Int32]) {
    let images = examples.pairs.images.batchRows(rows)
    let scores = pass.scores(rows.map { examples.pairs.captions[$0] }, images)
    return (scores, rows.map { examples.answers[$0] })
  }
}

extension AnswerLearning.Questions {
  fileprivate func check(for model: AnsweringModel) throws(TrainingError) {
    let reader = model.reader
    try pairs.check(
      for: reader.image, captionLength: reader.captionLength,
      vocabularySize: reader.vocabulary.size)
    if let unknown = answers.first(where: { !model.answers.indices.contains(Int($0)) }) {
      throw .setting("answers", "must be below \(model.answers.count), but one is \(unknown)")
    }
  }
}
