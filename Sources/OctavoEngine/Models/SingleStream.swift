/// VisualBERT (Li et al. 2019; also Unicoder-VL and VL-BERT): the words of a caption and the patches
/// of an image are one sequence, in which all attend to one another from the first block on. A
/// segment embedding distinguishes words from patches. Unlike BERT's, the blocks are pre-norm, as
/// in the vision transformer, and the patches are made of pixels and not of an object detector's
/// regions.
enum SingleStream {
  struct Network {
    let captions: CaptionEmbedding
    private let image: PatchEmbedding
    /// One vector for words and one for patches, (2, C).
    private let segments: Embedding
    private let inputNorm: Norm
    private let blocks: [EncoderBlock]
    private let outputNorm: Norm

    init(
      _ source: ParameterSource, _ configuration: FusionModel.Configuration,
      _ vocabulary: CaptionVocabulary
    ) {
      let (shape, width) = (configuration.shape, configuration.shape.width)
      captions = CaptionEmbedding(
        source["captions"], vocabulary: vocabulary, length: configuration.captionLength,
        width: width)
      image = PatchEmbedding(source["image"], shape)
      segments = Embedding(
        source["segments"], count: 2, width: width,
        start: .normal(deviation: 1 / Double(width).squareRoot()))
      inputNorm = Norm(source["inputNorm"], width: width)
      blocks = (0..<shape.layers).map {
        EncoderBlock(
          source["blocks.\($0)"], width: width, heads: shape.heads, layers: shape.layers)
      }
      outputNorm = Norm(source["outputNorm"], width: width)
    }

    func callAsFunction(_ captions: TokenBatch, _ images: Tensor) -> FusedStates {
      let (words, patches) = (self.captions(captions), image(Variable(images)))
      let (batch, width) = (words.shape[0], words.shape[2])
      let (text, seen) = (words.shape[1], patches.shape[1])
      let tokens = words.reshaped([batch, text * width])
        .joined(patches.reshaped([batch, seen * width])).reshaped([batch, text + seen, width])
      let kinds = (0..<batch).flatMap { _ in
        Array(repeating: Int32(0), count: text) + Array(repeating: 1, count: seen)
      }
      let input = inputNorm(tokens + segments(kinds, shape: [batch, text + seen]))
      let states = outputNorm(blocks.reduce(input) { $1($0) })
      return FusedStates(states: states, length: text + seen, pair: states.firstStates)
    }
  }
}
