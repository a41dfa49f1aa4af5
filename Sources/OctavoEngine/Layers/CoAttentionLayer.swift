/// Two streams that attend to each other (Lu et al. 2019, figure 2): a block of each whose queries
/// are its own and whose keys and values are the other's, and then a block of each for itself.
/// (B, T, C) and (B, S, C) → the same shapes
struct CoAttentionLayer {
  private let textToImage, imageToText: EncoderBlock
  private let text, image: EncoderBlock

  /// - Parameter layers: how many blocks add to each stream in all.
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
