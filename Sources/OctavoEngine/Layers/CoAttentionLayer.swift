/// Two streams that attend to each other (Lu et al. 2019, figure 2): each passes through a block
/// with its own queries and the other's keys and values, and then through a block of
/// self-attention.
/// (B, T, C) and (B, S, C) → the same shapes
struct CoAttentionLayer {
  private let textToImage, imageToText: EncoderBlock
  private let text, image: EncoderBlock

  /// - Parameter layers: as in `EncoderBlock`, over all layers of the network.
  init(_ source: ParameterSource, width: Int, heads: Int, layers: Int) {
    func block(_ name: String) -> EncoderBlock {
      EncoderBlock(source[name], width: width, heads: heads, layers: layers)
    }
    textToImage = block("textToImage")
    imageToText = block("imageToText")
    text = block("text")
    image = block("image")
  }

  func callAsFunction(
    _ streams: (text: Variable, image: Variable)
  ) -> (text: Variable, image: Variable) {
    let words = textToImage.normed(streams.text)
    let patches = imageToText.normed(streams.image)
    return (
      text(textToImage(streams.text, words, to: patches)),
      image(imageToText(streams.image, patches, to: words))
    )
  }
}
