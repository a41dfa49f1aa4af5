import OctavoBase
import OctavoResults

/// Raster images side by side. Small ones are enlarged by a whole factor, each pixel a clean
/// square.
package struct ImagesView {
  package var tiles: [ImageTile]
  package var alternative: String?

  private static let comfortableSide = 112
  private static let limit = 400

  package var node: HTMLNode {
    HTMLTag.div(.class("images")) {
      for (index, tile) in tiles.prefix(Self.limit).enumerated() {
        let factor = scale(tile)
        HTMLTag.div(.class("tile")) {
          HTMLTag.img(
            factor > 1 ? .class("pixels") : nil,
            .source(EmbeddedImage(.png, bytes: tile.png)),
            .alternative(text(for: tile, index)), .width(tile.width * factor),
            .height(tile.height * factor))
          if let label = tile.label { HTMLTag.p { label.shortened() } }
        }
      }
      if tiles.count > Self.limit {
        HTMLTag.p(.class("aside")) {
          phrases.moreImagesLeftOut(tiles.count - Self.limit)
        }
      }
    }
  }

  private func scale(_ tile: ImageTile) -> Int {
    let side = max(tile.width, tile.height, 1)
    return side > Self.comfortableSide ? 1 : max(1, Self.comfortableSide / side)
  }

  private func text(for tile: ImageTile, _ index: Int) -> String {
    let number = tiles.count == 1 ? "" : phrases.image(index + 1, of: tiles.count)
    let parts = [alternative ?? "", tile.label ?? "", number].filter { !$0.isEmpty }
    return parts.isEmpty ? phrases.image : parts.joined(separator: ", ")
  }
}
