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
