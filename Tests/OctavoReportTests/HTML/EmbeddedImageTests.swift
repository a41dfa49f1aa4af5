import OctavoReport
import Testing

@Suite struct EmbeddedImageTests {
  /// The example of RFC 4648, section 10.
  @Test func dataURI() {
    let image = EmbeddedImage(.png, bytes: Array("foobar".utf8))
    #expect(image.dataURI == "data:image/png;base64,Zm9vYmFy")
  }
}
