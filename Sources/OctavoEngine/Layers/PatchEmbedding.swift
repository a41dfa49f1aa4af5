/// Images as sequences (Dosovitskiy et al. 2021): a token for each patch of pixels, after one that
/// stands for the whole image; a learned vector is added for each place.
/// (B, H, W, channels) → (B, 1 + patches, C)
struct PatchEmbedding {
  private let patches: Linear
  /// (1, C)
  private let imageToken: Embedding
  private let positions: Embedding
  private let side: Int

  init(_ source: ParameterSource, _ configuration: ImageEncoder.Configuration) {
    let width = configuration.width
    let start = ParameterShape.Initialization.normal(deviation: 1 / Double(width).squareRoot())
    side = configuration.patch
    patches = Linear(
      source["patches"], side * side * configuration.channels, width, hasBias: false)
    imageToken = Embedding(source["imageToken"], count: 1, width: width, start: start)
    positions = Embedding(
      source["positions"], count: 1 + configuration.patchCount, width: width, start: start)
  }

  func callAsFunction(_ images: Variable) -> Variable {
    let patched = patches(images.patches(side: side))
    let (batch, count, width) = (patched.shape[0], patched.shape[1], patched.shape[2])
    let whole = imageToken(Array(repeating: 0, count: batch), shape: [batch])
    let tokens = whole.joined(patched.reshaped([batch, count * width]))
      .reshaped([batch, 1 + count, width])
    let places = (0..<batch).flatMap { _ in (0...Int32(count)) }
    return tokens + positions(places, shape: [batch, 1 + count])
  }
}
