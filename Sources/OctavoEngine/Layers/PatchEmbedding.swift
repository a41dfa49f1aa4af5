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

  func callAsFunction(_ images: Tensor) -> Variable {
    let patched = patches(Variable(images.patches(side: side)))
    let (batch, count, width) = (patched.shape[0], patched.shape[1], patched.shape[2])
    let whole = imageToken(Array(repeating: 0, count: batch), shape: [batch])
    let tokens = whole.joined(patched.reshaped([batch, count * width]))
      .reshaped([batch, 1 + count, width])
    let places = (0..<batch).flatMap { _ in (0...Int32(count)) }
    return tokens + positions(places, shape: [batch, 1 + count])
  }
}

extension Tensor {
  /// Squares of pixels, row by row: (B, H, W, channels) → (B, H/side · W/side, side · side ·
  /// channels).
  ///
  /// - Precondition: H and W are multiples of `side`.
  func patches(side: Int) -> Tensor {
    let (batch, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
    let (rows, columns) = (height / side, width / side)
    let length = side * channels
    let result = Tensor(uninitialized: [batch, rows * columns, side * length])
    Parallel.forEach(batch * rows) { row in
      withPointers(
        from(row * side * width * channels), result.mutableFrom(row * side * width * channels)
      ) { source, target in
        for column in 0..<columns {
          for line in 0..<side {
            (target + (column * side + line) * length)
              .update(from: source + (line * columns + column) * length, count: length)
          }
        }
      }
    }
    return result
  }
}
