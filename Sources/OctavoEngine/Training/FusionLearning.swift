/// Learning to read captions and images together, as VisualBERT and ViLBERT do (Li et al. 2019, Lu et
/// al. 2019): the model predicts masked words with the help of the image, and for each pair whether
/// the caption belongs to the image, where every other pair of a batch has the caption of another
/// image. The loss is the sum of both cross-entropies, in nats a word and a pair.
package struct FusionLearning: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// The share of words that are to be predicted.
    package var maskedShare: Double
    package var wrongCaptions: WrongCaptions.Choice
    /// At most so many held-out images are evaluated.
    package var evaluationImages: Int

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), maskedShare: Double = 0.15,
      wrongCaptions: WrongCaptions.Choice = .random, evaluationImages: Int = 256
    ) {
      self.recipe = recipe
      self.maskedShare = maskedShare
      self.wrongCaptions = wrongCaptions
      self.evaluationImages = evaluationImages
    }
  }

  /// The two parts of a loss.
  package struct Parts: Codable, Hashable, Sendable {
    /// Nats a word; 0 where no word was to be predicted.
    package let words: Double
    /// Nats a pair.
    package let matching: Double
  }

  package let settings: Settings
  /// One an iteration.
  package private(set) var parts: [Parts] = []
  private let examples: TrainingExamples<CaptionedImages>

  package init(
    _ model: FusionModel, _ examples: TrainingExamples<CaptionedImages>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    if !(0...1 ~= settings.maskedShare) {
      throw .setting("maskedShare", "must be between 0 and 1, but is \(settings.maskedShare)")
    }
    let configuration = model.configuration
    for part in [examples.training, examples.validation] where !part.captions.isEmpty {
      try part.check(
        for: configuration.shape, captionLength: configuration.captionLength,
        vocabularySize: model.vocabulary.size)
    }
    if Set(examples.training.captions).count < 2 {
      throw .setting("captions", "must differ, or none can be a wrong one")
    }
    self.settings = settings
    self.examples = examples
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[Int]] {
    [recipe.rows(of: examples.training.captions.count, at: index, stream)]
  }

  package func pass(
    over rows: [Int], _ model: FusionModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Parts> {
    let pass = FusionModel.Pass(model, on: tape)
    let pairs = ReadPairs(
      of: rows, examples.training, settings, wrong, model.vocabulary, pass, stream)
    return TrainingPass(
      loss: pairs.loss, leaves: pass.leaves, accuracy: pairs.accuracy, measures: pairs.parts)
  }

  private var wrong: WrongCaptions {
    WrongCaptions(examples.training.captions, settings.wrongCaptions)
  }

  /// With the same masks and the same wrong captions each time.
  package func validation(of model: FusionModel, _ stream: RandomStream) -> TrainingValidation? {
    let pass = FusionModel.Pass(model)
    let count = min(examples.validation.captions.count, settings.evaluationImages)
    guard count > 0 else { return nil }
    let (stream, wrong) = (stream.derived(for: "evaluation"), wrong)
    var (words, matching, accuracy) = (0.0, 0.0, 0.0)
    var predictedCount = 0
    for first in stride(from: 0, to: count, by: 64) {
      let rows = Array(first..<min(count, first + 64))
      let pairs = ReadPairs(
        of: rows, examples.validation, settings, wrong, model.vocabulary, pass,
        stream.derived(for: "batch", index: first))
      words += pairs.parts.words * Double(pairs.predictedCount)
      predictedCount += pairs.predictedCount
      matching += pairs.parts.matching * Double(rows.count)
      accuracy += pairs.accuracy * Double(rows.count)
    }
    return TrainingValidation(
      loss: words / Double(max(1, predictedCount)) + matching / Double(count),
      accuracy: accuracy / Double(count))
  }

  package mutating func update(_ model: FusionModel, _ measures: [Parts]) {
    parts += measures
  }

  package var state: PackedRecords<Parts> { PackedRecords(parts) }

  package mutating func restore(
    _ state: PackedRecords<Parts>, iterations: Int, from queue: inout TensorQueue
  ) throws {
    guard state.values.count == iterations else {
      throw Archive.Failure.damaged("parts of the loss are missing")
    }
    parts = state.values
  }
}

/// The pairs of a batch as a model reads them, every other one with a wrong caption.
private struct ReadPairs {
  let loss: Variable
  let parts: FusionLearning.Parts
  /// How many masked words are predicted.
  let predictedCount: Int
  /// The share of pairs that are classified correctly.
  let accuracy: Double

  init(
    of rows: [Int], _ examples: CaptionedImages, _ settings: FusionLearning.Settings,
    _ wrong: WrongCaptions, _ vocabulary: CaptionVocabulary, _ pass: FusionModel.Pass,
    _ stream: RandomStream
  ) {
    var (masks, choices) = (stream.derived(for: "words"), stream.derived(for: "captions"))
    let belongs = rows.indices.map { $0.isMultiple(of: 2) }
    let captions = zip(rows, belongs).map { row, belongs in
      let right = examples.captions[row]
      return belongs ? right : wrong.caption(insteadOf: right, from: &choices)
    }
    // Words of wrong captions are masked too, or masks would reveal which captions are right. They
    // are not predicted, since their images say nothing about them.
    let masked = MaskedWords(
      of: captions, vocabulary, share: settings.maskedShare, from: &masks)
    let states = pass.states(masked.captions, examples.images.batchRows(rows))
    let scores = pass.matchingScores(states)
    let targets = belongs.map { $0 ? Int32(1) : 0 }
    let matching = scores.crossEntropy(targets)
    let predicted = masked.places.indices.filter { belongs[masked.places[$0].row] }
    predictedCount = predicted.count
    if predicted.isEmpty {
      loss = matching
      parts = .init(words: 0, matching: Double(matching.value.scalar))
    } else {
      let words = pass.wordScores(states, at: predicted.map { masked.places[$0] })
        .crossEntropy(predicted.map { masked.words[$0] })
      loss = words + matching
      parts = .init(
        words: Double(words.value.scalar), matching: Double(matching.value.scalar))
    }
    accuracy = scores.value.accuracy(targets)
  }
}
