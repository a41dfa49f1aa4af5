// Where nodes stand in the source.
extension MarkdownReader {
  func line(_ node: CMarkNode) -> Int { node.startLine + text.firstLine - 1 }

  func lastLine(_ node: CMarkNode) -> Int { node.endLine + text.firstLine - 1 }

  /// From a block's beginning to the end of that line.
  func firstLine(of node: CMarkNode) -> SourceRange {
    var range = source.range(ofLine: line(node))
    // What stands before a block is white space and markers, where bytes are characters.
    range.start.column = max(
      min(node.startColumn + text.cut(ofLine: node.startLine), range.end.column), 1)
    return range
  }

  /// A further line of a paragraph, from what stands in it on; counting from 0.
  func line(_ number: Int, of node: CMarkNode) -> SourceRange {
    let line = min(line(node) + number, lastLine(node))
    var range = source.range(ofLine: line)
    let marks = source.line(line).prefix { $0 == " " || $0 == "\t" || $0 == ">" }.count
    range.start.column = min(range.start.column + marks, range.end.column)
    return range
  }

  /// Where a link, an image, HTML or the content of a code span begins.
  ///
  /// cmark counts the columns of a paragraph's further lines as if each stood where the first
  /// does. Which of the places is meant where a line might begin, the line itself shows.
  mutating func place(_ node: CMarkNode) -> ColumnCounter.Place {
    var block = node
    while let parent = block.parent, block.isInline { block = parent }
    let told = (line: line(node), byte: node.startColumn)
    let moved = movedBehindBackslashes(told, in: block)
    // A backslash before a line end in code breaks no line.
    let isMoved = moved != told && places(moved, in: block).contains { shows(node, at: $0) }
    let candidates = places(isMoved ? moved : told, in: block)
    let place = candidates.first { shows(node, at: $0) } ?? candidates[0]
    return columns.place(line: place.line, byte: place.byte)
  }

  private typealias LineByte = (line: Int, byte: Int)

  /// Where a column of a line of a block may be.
  private func places(_ place: LineByte, in block: CMarkNode) -> [LineByte] {
    guard place.line > line(block) else {
      return [(place.line, place.byte + text.cut(ofLine: block.startLine))]
    }
    let indentation = block.startColumn - 1
    return possibleStarts(ofLine: place.line).map { (place.line, place.byte + $0 - indentation) }
  }

  /// cmark does not count the lines that a backslash breaks. What stands behind such a break is told
  /// to be that many lines before, and up to the next other line end that much further on.
  private func movedBehindBackslashes(_ place: LineByte, in block: CMarkNode) -> LineByte {
    var (line, byte) = place
    for broken in linesEndingWithBackslash where (self.line(block)..<line).contains(broken) {
      line += 1
    }
    let indentation = block.startColumn - 1
    while linesEndingWithBackslash.contains(line) {
      let start =
        line == self.line(block)
        ? indentation + text.cut(ofLine: block.startLine) : possibleStarts(ofLine: line)[0]
      // To cmark every line end is one byte.
      let length = source.line(line).utf8.count - start + 1
      guard byte - indentation > length else { break }
      byte -= length
      line += 1
    }
    return (line, byte)
  }

  private func shows(_ node: CMarkNode, at place: LineByte) -> Bool {
    let bytes = source.line(place.line).utf8
    let (sign, distance): (UInt8, Int) =
      switch node.kind {
      case .codeSpan: (UInt8(ascii: "`"), -2)
      case .link: (UInt8(ascii: "["), -1)
      case .image: (UInt8(ascii: "!"), -1)
      default: (UInt8(ascii: "<"), -1)
      }
    guard (0..<bytes.count).contains(place.byte + distance) else { return false }
    return bytes[bytes.index(bytes.startIndex, offsetBy: place.byte + distance)] == sign
  }

  /// How many bytes of a paragraph's further line may come before its text: the white space and
  /// quotation marks in front; or, where the line goes on lazily without the marks it should
  /// have, as many marks as there are and one space each.
  private func possibleStarts(ofLine number: Int) -> [Int] {
    var rest = source.line(number).utf8
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var lazyStarts = [0]
    var start = 0
    for _ in 0..<quoteDepth {
      let spaces = rest.prefix(while: isSpace).count
      guard rest.dropFirst(spaces).first == UInt8(ascii: ">") else { break }
      rest = rest.dropFirst(spaces + 1)
      start += spaces + 1
      lazyStarts.append(start + (rest.first.map(isSpace) == true ? 1 : 0))
    }
    return [start + rest.prefix(while: isSpace).count] + lazyStarts.reversed()
  }
}
