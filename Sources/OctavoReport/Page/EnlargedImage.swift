import OctavoResults

/// An image that a click, or Enter, shows as large as the window, without a script: the link leads
/// to the image's own frame, which as the target of the address covers the page. The image is in
/// the page once.
struct EnlargedImage {
  var tile: ImageTile
  var alternative: String
  /// The side up to which small images grow in their place.
  var comfortableSide: Int
  /// Of the figure, to which the way back leads; `nil` for one that stands alone.
  var figure: String?
  /// Counted from 1 within the figure.
  var number: Int

  /// What a record says of an image is not to be trusted: its sides are held within what a page
  /// shows.
  private static let longest = 8_192

  /// By how much the image grows in its place, so that each pixel stays a clean square.
  var factor: Int { max(1, comfortableSide / max(width, height)) }
  var shownWidth: Int { width * factor }

  private var width: Int { min(max(tile.width, 1), Self.longest) }
  private var height: Int { min(max(tile.height, 1), Self.longest) }

  var node: HTMLNode {
    let image = HTMLTag.img(
      factor > 1 ? .class("pixels") : nil, .source(EmbeddedImage(.png, bytes: tile.png)),
      .alternative(alternative), .width(width * factor), .height(height * factor))
    guard let figure else { return image }
    let identifier = "\(figure):\(number)"
    return HTMLTag.span(.class("frame"), .id(identifier)) {
      HTMLTag.a(.class("back-to"), .href(LinkTarget(fragment: figure))) { phrases.backToReport }
      HTMLTag.a(.class("enlarge"), .href(LinkTarget(fragment: identifier))) { image }
    }
  }
}
