/// ViLBERT (Lu et al. 2019): a transformer of words and one of patches, joined by layers in which
/// each attends to the other's states. Some blocks of the words alone come first, since in the
/// paper the image's regions are high-level features already. The state of a pair is the
/// elementwise product of the states of the start token and of the image token. Unlike the paper's,
/// the blocks are pre-norm, and both streams have the same width.
enum TwoStream {
  struct Network {
    let captions: CaptionEmbedding
    private let image: PatchEmbedding
    private let textInputNorm, imageInputNorm: Norm
    private let textBlocks: [EncoderBlock]
    private let layers: [CoAttentionLayer]
    private let textOutputNorm, imageOutputNorm: Norm

    init(
      _ source: ParameterSource, _ configuration: FusionModel.Configuration,
      _ vocabulary: CaptionVocabulary
    ) {
      let (shape, textLayers) = (configuration.shape, configuration.textLayers)
      let (width, heads) = (shape.width, shape.heads)
      captions = CaptionEmbedding(
        source["captions"], vocabulary: vocabulary, length: configuration.captionLength,
        width: width)
      image = PatchEmbedding(source["image"], shape)
      textInputNorm = Norm(source["textInputNorm"], width: width)
      imageInputNorm = Norm(source["imageInputNorm"], width: width)
      let blocks = textLayers + 2 * shape.layers
      textBlocks = (0..<textLayers).map {
        EncoderBlock(source["textBlocks.\($0)"], width: width, heads: heads, layers: blocks)
      }
      layers = (0..<shape.layers).map {
        CoAttentionLayer(source["layers.\($0)"], width: width, heads: heads, layers: blocks)
      }
      textOutputNorm = Norm(source["textOutputNorm"], width: width)
      imageOutputNorm = Norm(source["imageOutputNorm"], width: width)
    }

    func callAsFunction(_ captions: TokenBatch, _ images: Tensor) -> FusedStates {
      let words = textBlocks.reduce(textInputNorm(self.captions(captions))) { $1($0) }
      let patches = imageInputNorm(image(Variable(images)))
      let fused = layers.reduce((text: words, image: patches)) { $1($0) }
      let (text, image) = (textOutputNorm(fused.text), imageOutputNorm(fused.image))
      return FusedStates(
        states: text, length: text.shape[1], pair: text.firstStates * image.firstStates)
    }
  }
}
