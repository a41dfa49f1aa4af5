/// Images, or their latents, with a caption each, as a model learns from them.
package struct CaptionedImages: Sendable {
  /// (N, H, W, channels)
  package let images: Tensor
  /// Token ids.
  package let captions: [[Int32]]

  /// - Precondition: there is a caption for every image; it may be empty.
  package init(images: Tensor, captions: [[Int32]]) {
    precondition(images.shape[0] == captions.count)
    self.images = images
    self.captions = captions
  }

  var checksum: UInt64 { images.checksum ^ captions.checksum }
}

extension CaptionedImages {
  /// Checks that a model that reads such images, and captions of at most `captionLength` words, can
  /// learn from these.
  ///
  /// - Parameter vocabularySize: tokens of captions are below it.
  func check(
    for image: ImageEncoder.Configuration, captionLength: Int, vocabularySize: Int
  ) throws(TrainingError) {
    let shape = [image.imageHeight, image.imageWidth, image.channels]
    guard Array(images.shape.dropFirst()) == shape, !captions.isEmpty else {
      throw .setting("images", "must be (N, \(shape)), but are \(images.shape)")
    }
    for caption in captions {
      if caption.count > captionLength {
        throw .setting(
          "captions",
          "must have at most \(captionLength) words, but one has \(caption.count)")
      }
      if let token = caption.first(where: { $0 < 0 || $0 >= vocabularySize }) {
        throw .unknownToken(token, vocabularySize: vocabularySize)
      }
    }
  }
}
