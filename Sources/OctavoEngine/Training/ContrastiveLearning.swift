/// Learning which caption belongs to which image, as CLIP does (Radford et al. 2021, figure 3): among
/// all pairs of a batch the true ones are to be told, from the images and from the captions. The loss
/// is the mean of both cross-entropies, InfoNCE (van den Oord et al. 2018), in nats.
///
/// Captions of a batch that are equal are no wrong answers for one another's images, which does not
/// happen among the 400 million of the paper.
package struct ContrastiveLearning: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// Whether the temperature is learned too.
    package var learnsTemperature: Bool
    /// At most so many held-out images are evaluated.
    package var evaluationImages: Int

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), learnsTemperature: Bool = true,
      evaluationImages: Int = 256
    ) {
      self.recipe = recipe
      self.learnsTemperature = learnsTemperature
      self.evaluationImages = evaluationImages
    }
  }

  package let settings: Settings
  private let examples: TrainingExamples<CaptionedImages>

  package init(
    _ model: ContrastiveModel, _ examples: TrainingExamples<CaptionedImages>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    func check(_ part: CaptionedImages) throws(TrainingError) {
      try part.check(
        for: model.configuration.image, captionLength: model.text.length - 1,
        vocabularySize: model.text.vocabulary.size)
    }
    try check(examples.training)
    if !examples.validation.captions.isEmpty { try check(examples.validation) }
    self.settings = settings
    self.examples = examples
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[Int]] {
    [recipe.rows(of: examples.training.captions.count, at: index, stream)]
  }

  package func pass(
    over rows: [Int], _ model: ContrastiveModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let pass = ContrastiveModel.Pass(model, on: tape)
    let matching = Matching(
      of: rows, examples.training, pass, learnsTemperature: settings.learnsTemperature)
    return TrainingPass(
      loss: matching.loss, leaves: pass.leaves, accuracy: matching.accuracy)
  }

  /// In batches of the training's size, for the loss depends on how many are compared.
  package func validation(
    of model: ContrastiveModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    let (pass, batch) = (ContrastiveModel.Pass(model), recipe.batch)
    let count = min(examples.validation.captions.count, settings.evaluationImages)
    return TrainingValidation(of: count, inBatchesOf: batch) { rows in
      let matching = Matching(
        of: rows, examples.validation, pass, learnsTemperature: settings.learnsTemperature)
      return (Double(matching.loss.value.scalar), matching.accuracy)
    }
  }
}

/// The images of a batch compared with its captions.
private struct Matching {
  let loss: Variable
  /// The share of images that are nearest to their own caption.
  let accuracy: Double

  init(
    of rows: [Int], _ examples: CaptionedImages, _ pass: ContrastiveModel.Pass,
    learnsTemperature: Bool
  ) {
    let captions = rows.map { examples.captions[$0] }
    let images = pass.features(ofImages: examples.images.batchRows(rows))
    let texts = pass.features(ofCaptions: captions)
    let logScale = learnsTemperature ? pass.logScale : pass.logScale.detached
    let equals = Variable(Self.maskOfEquals(captions))
    func logits(_ ours: Variable, _ theirs: Variable) -> Variable {
      ours.linear(tiedTo: theirs)
        .scaled(byExponentialOf: logScale, atMost: ContrastiveModel.mostScale) + equals
    }
    let ofImages = logits(images, texts)
    let targets = rows.indices.map(Int32.init)
    loss =
      (ofImages.crossEntropy(targets) + logits(texts, images).crossEntropy(targets)) * 0.5
    let count = rows.count
    let right = ofImages.value.withUnsafeBuffer { scores in
      rows.indices.count { row in
        let own = scores[row * count + row]
        return (0..<count).allSatisfy { $0 == row || scores[row * count + $0] < own }
      }
    }
    accuracy = Double(right) / Double(max(1, count))
  }

  /// 0, and a number that leaves nothing of a probability where another caption is the same.
  private static func maskOfEquals(_ captions: [[Int32]]) -> Tensor {
    let count = captions.count
    var mask = [Float](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0..<count where row != column && captions[row] == captions[column] {
        mask[row * count + column] = -1e9
      }
    }
    return Tensor(mask, shape: [count, count])
  }
}
