/// Finds GitHub's pipe table in a paragraph, which is what CommonMark takes it for.
enum PipeTableReader {
  /// A paragraph that ends in a table.
  struct Split {
    var before: [Inline]
    /// Short rows stay short.
    var table: Prose.PipeTable
    /// Of the rows that are longer than the header, counting from 1. GitHub, too, shows only as many
    /// cells as the header has.
    var cutRows: [Int]
    /// The line of the paragraph, counting from 0, that the rows stand after.
    var delimiterLine: Int
  }

  /// The table that a paragraph ends in, and what stands before it.
  static func split(_ paragraph: [Inline]) -> Split? {
    guard paragraph.contains(where: \.isBreak) else { return nil }
    let lines = paragraph.split(omittingEmptySubsequences: false, whereSeparator: \.isBreak)
    for (index, line) in lines.enumerated().dropFirst() {
      guard let alignments = alignments(line) else { continue }
      let header = cells(of: lines[index - 1])
      guard header.count == alignments.count else { continue }
      let rows = lines[(index + 1)...].map(cells)
      return Split(
        before: Array(lines[..<(index - 1)].joined(separator: [.softBreak])),
        table: Prose.PipeTable(
          alignments: alignments, header: header,
          rows: rows.map { Array($0.prefix(alignments.count)) }),
        cutRows: rows.indices.filter { rows[$0].count > alignments.count }.map { $0 + 1 },
        delimiterLine: index)
    }
    return nil
  }

  /// Those of a delimiter row such as `| :-- | --: |`, which has a bar somewhere.
  private static func alignments(_ line: ArraySlice<Inline>) -> [Prose.PipeTable.Alignment?]? {
    guard line.count == 1, case .text(let text)? = line.first,
      text.utf8.allSatisfy({ "|:- \t".utf8.contains($0) }), text.contains("|")
    else { return nil }
    var alignments: [Prose.PipeTable.Alignment?] = []
    for cell in cells(of: line) {
      guard case .text(let text)? = cell.first else { return nil }
      let dashes = text.drop { $0 == ":" }.prefix { $0 == "-" }
      let startsWithColon = text.hasPrefix(":")
      let endsWithColon = text.hasSuffix(":")
      let colons = (startsWithColon ? 1 : 0) + (endsWithColon ? 1 : 0)
      guard !dashes.isEmpty, dashes.count + colons == text.count else { return nil }
      switch (startsWithColon, endsWithColon) {
      case (true, true): alignments.append(.center)
      case (true, false): alignments.append(.left)
      case (false, true): alignments.append(.right)
      case (false, false): alignments.append(nil)
      }
    }
    return alignments
  }

  /// The line cut at its bars, those at its ends aside.
  private static func cells(of line: ArraySlice<Inline>) -> [[Inline]] {
    var cells: [[Inline]] = [[]]
    for inline in line {
      guard case .text(let text) = inline else {
        cells[cells.count - 1].append(inline)
        continue
      }
      for (index, part) in text.split(separator: "|", omittingEmptySubsequences: false).enumerated()
      {
        if index > 0 { cells.append([]) }
        if !part.isEmpty { cells[cells.count - 1].append(.text(String(part))) }
      }
    }
    var trimmed = cells.map(trimmed)[...]
    if trimmed.count > 1, trimmed.first == [] { trimmed.removeFirst() }
    if trimmed.count > 1, trimmed.last == [] { trimmed.removeLast() }
    return Array(trimmed)
  }

  private static func trimmed(_ cell: [Inline]) -> [Inline] {
    var cell = cell
    if case .text(let text)? = cell.first {
      cell[0] = .text(String(text.drop(while: \.isWhitespace)))
    }
    if case .text(let text)? = cell.last {
      let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
      cell[cell.count - 1] = .text(String(text[..<end]))
    }
    return cell.filter { $0 != .text("") }
  }
}

extension Prose.PipeTable {
  /// With the cells that short rows lack.
  var cellCount: Int { header.count * (rows.count + 1) }

  /// Every row as long as the header.
  var padded: Self {
    var result = self
    result.rows = rows.map { $0 + Array(repeating: [], count: header.count - $0.count) }
    return result
  }

  func mapCells(_ transform: ([Inline]) -> [Inline]) -> Self {
    Self(
      alignments: alignments, header: header.map(transform),
      rows: rows.map { $0.map(transform) }, caption: caption)
  }
}

extension Inline {
  fileprivate var isBreak: Bool { self == .softBreak || self == .lineBreak }
}
