import OctavoBase
import OctavoResults

/// Images by row and column as a table whose heads say what they have in common.
package struct ImageGridView {
  package var grid: ImageGrid
  package var alternative: String?
  /// What a screen reader calls it.
  package var name: String
  /// Of the figure, within which each image has a number; `nil` for one that stands alone.
  package var identifier: String?

  package init(
    grid: ImageGrid, alternative: String? = nil, name: String, identifier: String? = nil
  ) {
    self.grid = grid
    self.alternative = alternative
    self.name = name
    self.identifier = identifier
  }

  private static let comfortableSide = 72
  private static let rowLimit = 100
  private static let columnLimit = 60

  package var node: HTMLNode {
    let width = min(
      max(grid.columns.count, grid.tiles.map(\.count).max() ?? 0), Self.columnLimit)
    let hasHeads = grid.columns.contains { !$0.isEmpty }
    return HTMLTag.div(.class("scroll"), .tabindex(0), .role("region"), .ariaLabel(name)) {
      HTMLTag.table(.class("grid")) {
        if hasHeads {
          HTMLTag.thead {
            HTMLTag.tr {
              HTMLTag.td()
              for column in 0..<width { head(column) }
            }
          }
        }
        HTMLTag.tbody {
          for (row, tiles) in grid.tiles.prefix(Self.rowLimit).enumerated() {
            HTMLTag.tr {
              HTMLTag.th(.scope("row")) {
                grid.rows.indices ~= row ? grid.rows[row].excerpt(ResultText.name) : ""
              }
              for (column, tile) in tiles.prefix(Self.columnLimit).enumerated() {
                HTMLTag.td { image(tile, row, column) }
              }
            }
          }
        }
      }
      if hiddenCount > 0 {
        HTMLTag.p(.class("aside")) {
          phrases.moreImagesLeftOut(hiddenCount)
        }
      }
    }
  }

  private var hiddenCount: Int {
    let shown = grid.tiles.prefix(Self.rowLimit).reduce(0) {
      $0 + min($1.count, Self.columnLimit)
    }
    return grid.tiles.reduce(0) { $0 + $1.count } - shown
  }

  private func head(_ column: Int) -> HTMLNode {
    guard grid.columns.indices ~= column, !grid.columns[column].isEmpty else {
      return HTMLTag.td()
    }
    return HTMLTag.th(.scope("col")) { grid.columns[column].excerpt(ResultText.name) }
  }

  private func image(_ tile: ImageTile, _ row: Int, _ column: Int) -> HTMLNode {
    .fragment([
      EnlargedImage(
        tile: tile, alternative: text(for: tile, row, column),
        comfortableSide: Self.comfortableSide, figure: identifier,
        number: row * Self.columnLimit + column + 1
      ).node,
      tile.label.map { label in HTMLTag.p { label.excerpt(ResultText.name) } } ?? .empty,
    ])
  }

  private func text(for tile: ImageTile, _ row: Int, _ column: Int) -> String {
    func name(_ names: [String], _ index: Int) -> String {
      names.indices ~= index ? names[index].shortened() : ""
    }
    let parts = [
      alternative ?? "", name(grid.rows, row), name(grid.columns, column), tile.label ?? "",
    ].filter { !$0.isEmpty }
    return parts.isEmpty
      ? phrases.image(row: row + 1, column: column + 1) : parts.joined(separator: ", ")
  }
}
