// A paragraph, and what else it may turn out to be: a formula, a table, a figure, a caption.
extension MarkdownReader {
  mutating func paragraph(_ node: CMarkNode) -> [Piece] {
    if !isInHTML {
      warnOfBlocks(
        in: line(node)...lastLine(node), "this line opens no code, and nothing here is run",
        remedy: "a fence is a line of three backticks or more")
    }
    let content = inlines(in: node)
    guard let split = PipeTableReader.split(content) else {
      let finished = finished(content)
      if finished.count == 1, case .math(let formula) = finished[0], formula.isDisplayed {
        return [.element(.prose(.math(formula)))]
      }
      return finished.isEmpty ? [] : [piece(ofParagraph: finished, node)]
    }
    var table = split.table
    let before = split.before.isEmpty ? [] : finished(split.before)
    let paragraph = before.isEmpty ? [] : [piece(ofParagraph: before, node)]
    if let row = split.cutRows.first {
      diagnostics.append(
        Diagnostic(
          .cutTableRow, .warning, at: line(split.delimiterLine + row, of: node),
          split.cutRows.count == 1
            ? "row \(row) of this table has more cells than its header: the rest is left out"
            : "\(split.cutRows.count) rows of this table have more cells than its header, such as "
              + "row \(row): the rest is left out",
          remedy: "write a bar that is part of a text as `\\|`"))
    }
    let isFirstTooLarge = tableCells <= Limits.tableCells
    tableCells += table.cellCount
    guard tableCells <= Limits.tableCells else {
      if isFirstTooLarge {
        diagnostics.append(
          Diagnostic(
            .tooLarge, at: firstLine(of: node),
            "the tables of the notebook have more than \(Limits.tableCells) cells together",
            remedy: "put data into files of their own"))
      }
      return paragraph
    }
    let caption = captionRow(takenFrom: &table, node)
    let cells = table.mapCells { finished($0, inTable: true) }
    return paragraph + [.element(.prose(.table(cells.padded)))] + caption
  }
}
