import OctavoEngine

/// Work on a text-conditioned diffusion model of two levels with attention at both.
struct DiffusionWorkload {
  private let width, batch, side, channels, length, vocabulary: Int
  /// Of sampling; nil for one training iteration.
  private let steps: Int?

  init?(arguments: [String]) {
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    switch (arguments.first, numbers.count) {
    case ("diffuse", 6): steps = nil
    case ("denoise", 7): steps = numbers[6]
    default: return nil
    }
    (width, batch, side) = (numbers[0], numbers[1], numbers[2])
    (channels, length, vocabulary) = (numbers[3], numbers[4], numbers[5])
  }

  /// The work as a function that can be called again and again.
  func prepared() throws -> () -> Void {
    let stream = RandomStream(seed: 1)
    let words = (1..<vocabulary).map { "w\($0)" }
    let captions = (0..<256).map { row in
      (0..<length).map { Int32(1 + (row + 3 * $0) % (vocabulary - 1)) }
    }
    let network = DenoisingUNet.Configuration(
      channels: channels, width: width, attentionLevels: 2, textWidth: width)
    let model = try DiffusionModel(
      .init(network: network, height: side, width: side, isLimited: false),
      text: TextEncoder(
        CaptionVocabulary(of: words), length: length, width: width, layers: 2, heads: 4,
        stream: stream),
      stream: stream)
    if let steps {
      let prompts = Array(captions.prefix(batch))
      return {
        _ = model.sample(captions: prompts, .init(steps: steps, guidance: 3), stream: stream)
      }
    }
    var numbers = stream.derived(for: "images")
    let images = Tensor(
      (0..<256 * side * side * channels).map { _ in Float(numbers.normal()) },
      shape: [256, side, side, channels])
    let none = CaptionedImages(
      images: Tensor(zeros: [0, side, side, channels]), captions: [])
    var training = try TrainingLoop<Denoising>(
      model, .init(training: .init(images: images, captions: captions), validation: none),
      .init(
        recipe: .init(
          iterations: .max, batch: batch, learningRate: 1e-3,
          optimizer: .init(beta2: 0.99), evaluationInterval: .max)),
      stream: stream)
    return { _ = try? training.advance() }
  }
}
