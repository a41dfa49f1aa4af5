import OctavoBase
import OctavoResults

/// Raster images side by side. Small ones are enlarged by a whole factor, each pixel a clean
/// square.
package struct ImagesView {
  package var tiles: [ImageTile]
  package var alternative: String?
  /// Of the figure, within which each image has a number; `nil` for one that stands alone.
  package var identifier: String?

  package init(tiles: [ImageTile], alternative: String? = nil, identifier: String? = nil) {
    self.tiles = tiles
    self.alternative = alternative
    self.identifier = identifier
  }

  private static let comfortableSide = 112
  private static let limit = 400
  /// In pixels.
  private static let room = 720
  private static let gap = 16
  /// The style sheet has a class for each count.
  static let mostColumns = 6

  package var node: HTMLNode {
    let images = tiles.prefix(Self.limit).enumerated().map { index, tile in
      EnlargedImage(
        tile: tile, alternative: text(for: tile, index), comfortableSide: Self.comfortableSide,
        figure: identifier, number: index + 1)
    }
    return HTMLTag.div(.class("images \(Self.rows(of: images))")) {
      for image in images {
        HTMLTag.div(.class("tile")) {
          image.node
          if let label = image.tile.label { HTMLTag.p { label.shortened() } }
        }
      }
      if tiles.count > Self.limit {
        HTMLTag.p(.class("aside")) {
          phrases.moreImagesLeftOut(tiles.count - Self.limit)
        }
      }
    }
  }

  /// The class that says how many images stand in a row: as many as there is room for, and about
  /// equally many in each.
  private static func rows(of images: [EnlargedImage]) -> String {
    let widest = images.map(\.shownWidth).max() ?? 1
    let most = min(max((room + gap) / (max(widest, comfortableSide) + gap), 1), mostColumns)
    let rows = (images.count + most - 1) / most
    return "across-\((images.count + max(rows, 1) - 1) / max(rows, 1))"
  }

  private func text(for tile: ImageTile, _ index: Int) -> String {
    let number = tiles.count == 1 ? "" : phrases.image(index + 1, of: tiles.count)
    let parts = [alternative ?? "", tile.label ?? "", number].filter { !$0.isEmpty }
    return parts.isEmpty ? phrases.image : parts.joined(separator: ", ")
  }
}
