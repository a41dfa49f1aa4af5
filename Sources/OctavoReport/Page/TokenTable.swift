import OctavoBase
import OctavoResults

/// A text with several quantities: one column a token, one row a quantity, in lines that fit the
/// page as interlinear glosses do. All columns are equally wide, so that they stand under one
/// another from line to line. The style sheet makes a single line of them on a narrow screen.
struct TokenTable {
  var strip: TokenStrip
  var scales: TokenScales
  /// What a screen reader calls it.
  var name: String
  var isReachable: Bool

  /// The room of a line and of a letter, in pixels.
  private static let room = 712.0
  private static let letter = 8.9
  private static let tokenLetter = 7.6
  private static let padding = 15.0

  var node: HTMLNode {
    let width = columnWidth
    let lines = lines(ofWidth: width)
    return HTMLTag.div(
      .class("scroll glosses w\(width)"), .tabindex(0), .role("region"), .ariaLabel(name)
    ) {
      for (index, line) in lines.enumerated() {
        table(line, lines.count == 1 ? nil : "\(name), \(phrases.part(index + 1, of: lines.count))")
      }
    }
  }

  /// The width of every column, in digits: longer tokens are broken.
  private var columnWidth: Int {
    let numbers = strip.rows.flatMap { row in
      strip.tokens.indices.map { cell(row, $0).count }
    }
    let token = strip.tokens.map { $0.visibleToken.count }.max() ?? 0
    let tokenWidth = Int((Double(token) * Self.tokenLetter / Self.letter).rounded(.up))
    return min(max(numbers.max() ?? 0, min(tokenWidth, 10), 4), 12)
  }

  private func lines(ofWidth width: Int) -> [Range<Int>] {
    let names = strip.rows.map(\.title.count).max() ?? 0
    let head = Double(max(names, 5)) * Self.letter * 0.8 + Self.padding
    let count = max(Int((Self.room - head) / (Double(width) * Self.letter + Self.padding)), 1)
    return stride(from: 0, to: max(strip.tokens.count, 1), by: count).map {
      $0..<min($0 + count, strip.tokens.count)
    }
  }

  private func cell(_ row: TokenStrip.Row, _ index: Int) -> String {
    row.value(index).map { scales[row].cell($0) } ?? "–"
  }

  private func table(_ line: Range<Int>, _ name: String?) -> HTMLNode {
    HTMLTag.table(.class("tokens"), .role("table"), name.map { .ariaLabel($0) }) {
      HTMLTag.thead(.role("rowgroup")) {
        HTMLTag.tr(.role("row")) {
          HTMLTag.th(.scope("row"), .role("rowheader")) { phrases.token }
          for index in line { head(index) }
        }
      }
      HTMLTag.tbody(.role("rowgroup")) {
        for row in strip.rows {
          HTMLTag.tr(.role("row")) {
            HTMLTag.th(.scope("row"), .role("rowheader")) { row.title }
            for index in line {
              HTMLTag.td(.role("cell"), scales.className(row, index).map { .class($0) }) {
                cell(row, index)
              }
            }
          }
        }
      }
    }
  }

  /// The head's own name is short, since it is read before each of its cells.
  private func head(_ index: Int) -> HTMLNode {
    let mark = TokenMark(strip: strip, index: index, isReachable: isReachable)
    return HTMLTag.th(.scope("col"), .role("columnheader"), .ariaLabel(mark.text)) {
      mark.node(nil) { mark.text }
    }
  }
}
