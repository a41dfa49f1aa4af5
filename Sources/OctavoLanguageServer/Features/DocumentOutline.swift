import OctavoBase
import OctavoNotebook

/// The parts of a document: headings with what stands below them, and blocks.
struct DocumentOutline {
  let document: Document

  private enum Kind: Int {
    case heading = 15
    case config = 2
    case step = 12
  }

  private struct Symbol {
    var name: String
    var detail: String
    var kind: Kind
    var level: Int
    var range: SourceRange
    var nameRange: SourceRange
    var children: [Symbol] = []
  }

  /// `DocumentSymbol`s.
  var symbols: JSON {
    var pending = flat[...]
    return .array(nested(&pending, below: 0).map(json))
  }

  /// Headings and blocks in order.
  private var flat: [Symbol] {
    let reading = document.reading
    let last = reading.source.lines.count
    let headings = reading.notebook.headings.sorted { $0.range.start < $1.range.start }
    var symbols = headings.enumerated().map { index, heading in
      let next = headings[(index + 1)...].first { $0.level <= heading.level }
      let end = reading.source.range(ofLine: max((next?.range.start.line ?? last + 1) - 1, 1)).end
      return Symbol(
        name: heading.text.isEmpty ? "#" : heading.text, detail: "", kind: .heading,
        level: heading.level,
        range: SourceRange(heading.range.start, max(end, heading.range.end)),
        nameRange: heading.range)
    }
    for block in reading.notebook.blocks {
      let operation = reading.operation(ofStep: block.name.text)?.manual.name
      symbols.append(
        Symbol(
          name: block.name.text, detail: operation ?? block.kind.rawValue,
          kind: block.kind == .step ? .step : .config, level: 7, range: block.range,
          nameRange: block.name.range))
    }
    return symbols.sorted { $0.range.start < $1.range.start }
  }

  private func nested(_ pending: inout ArraySlice<Symbol>, below level: Int) -> [Symbol] {
    var symbols: [Symbol] = []
    while var symbol = pending.first, symbol.level > level {
      pending.removeFirst()
      symbol.children = nested(&pending, below: symbol.level)
      symbols.append(symbol)
    }
    return symbols
  }

  private func json(_ symbol: Symbol) -> JSON {
    [
      "name": .string(symbol.name), "detail": .string(symbol.detail),
      "kind": .integer(symbol.kind.rawValue),
      "range": document.positions.json(symbol.range),
      "selectionRange": document.positions.json(symbol.nameRange),
      "children": .array(symbol.children.map(json)),
    ]
  }

  /// `FoldingRange`s: sections, the front matter, and what stands between fences.
  var foldingRanges: JSON {
    let source = document.source
    var folds: [(first: Int, last: Int)] = document.reading.regions.regions.map { region in
      (
        region.lines.lowerBound - 1,
        min(region.lines.upperBound - (region.isClosed ? 0 : 1), source.lines.count)
      )
    }
    for symbol in flat where symbol.kind == .heading {
      var last = symbol.range.end.line
      while last > symbol.range.start.line, source.line(last).allSatisfy(\.isWhitespace) {
        last -= 1
      }
      folds.append((symbol.range.start.line, last))
    }
    return .array(
      folds.filter { $0.first < $0.last }.sorted { $0 < $1 }.map { fold in
        [
          "startLine": .integer(fold.first - 1), "endLine": .integer(fold.last - 1),
          "kind": "region",
        ]
      })
  }
}
