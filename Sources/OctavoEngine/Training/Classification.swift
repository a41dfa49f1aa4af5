/// Learning which class an image belongs to: the cross-entropy of the true class, in nats.
package struct Classification: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// The share of each true class that is spread evenly over all of them.
    package var labelSmoothing: Double
    /// At most so many held-out images are evaluated.
    package var evaluationImages: Int

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), labelSmoothing: Double = 0,
      evaluationImages: Int = 512
    ) {
      self.recipe = recipe
      self.labelSmoothing = labelSmoothing
      self.evaluationImages = evaluationImages
    }
  }

  /// Images with the class of each.
  package struct Images: Sendable {
    /// (N, H, W, channels)
    package let images: Tensor
    package let classes: [Int32]

    /// - Precondition: there is a class for every image.
    package init(images: Tensor, classes: [Int32]) {
      precondition(images.shape[0] == classes.count)
      self.images = images
      self.classes = classes
    }

    var checksum: UInt64 { images.checksum ^ [classes].checksum }
  }

  package let settings: Settings
  private let examples: TrainingExamples<Images>

  package init(
    _ model: ImageClassifier, _ examples: TrainingExamples<Images>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    if !(0..<1 ~= settings.labelSmoothing) {
      throw .setting(
        "labelSmoothing", "must be at least 0 and below 1, but is \(settings.labelSmoothing)")
    }
    try examples.training.check(for: model)
    if !examples.validation.classes.isEmpty { try examples.validation.check(for: model) }
    self.settings = settings
    self.examples = examples
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[Int]] {
    [recipe.rows(of: examples.training.classes.count, at: index, stream)]
  }

  package func pass(
    over rows: [Int], _ model: ImageClassifier, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let pass = ImageClassifier.Pass(model, on: tape)
    let (logits, classes) = scores(rows, examples.training, pass)
    let loss = logits.crossEntropy(classes, smoothing: Float(settings.labelSmoothing))
    return TrainingPass(
      loss: loss, leaves: pass.leaves, accuracy: logits.value.accuracy(classes))
  }

  package func validation(
    of model: ImageClassifier, _ stream: RandomStream
  ) -> TrainingValidation? {
    let pass = ImageClassifier.Pass(model)
    let count = min(examples.validation.classes.count, settings.evaluationImages)
    return TrainingValidation(of: count, inBatchesOf: 64) { rows in
      let (logits, classes) = scores(rows, examples.validation, pass)
      return (Double(logits.crossEntropy(classes).value.scalar), logits.value.accuracy(classes))
    }
  }

  private func scores(
    _ rows: [Int], _ examples: Images, _ pass: ImageClassifier.Pass
  ) -> (Variable, [Int32]) {
    (pass.logits(examples.images.batchRows(rows)), rows.map { examples.classes[$0] })
  }
}

extension Tensor {
  /// The share of rows whose largest number is that of the row's class; the first of equal ones
  /// counts as the largest.
  func accuracy(_ classes: [Int32]) -> Double {
    let largest = indicesOfLargest()
    let right = zip(largest, classes).count { $0 == Int($1) }
    return Double(right) / Double(max(1, classes.count))
  }

  /// Where the largest number of each row stands, the first of equal ones.
  public func indicesOfLargest() -> [Int] {
    withUnsafeBuffer { numbers in
      (0..<rows).map { row in
        let start = row * columns
        return (0..<columns).reduce(0) {
          numbers[start + $1] > numbers[start + $0] ? $1 : $0
        }
      }
    }
  }
}

extension Classification.Images {
  fileprivate func check(for model: ImageClassifier) throws(TrainingError) {
    let configuration = model.configuration
    let shape = [configuration.imageHeight, configuration.imageWidth, configuration.channels]
    guard Array(images.shape.dropFirst()) == shape, !classes.isEmpty else {
      throw .setting("images", "must be (N, \(shape)), but are \(images.shape)")
    }
    if let unknown = classes.first(where: { !(0..<Int32(model.classes.count) ~= $0) }) {
      throw .setting(
        "classes", "must be below \(model.classes.count), but one is \(unknown)")
    }
  }
}
