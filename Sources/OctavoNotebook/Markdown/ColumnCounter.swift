/// Turns places that count bytes into places that count characters.
///
/// It goes on from the last one, so that a line costs its length once, however many places on it
/// are asked for in their order.
struct ColumnCounter {
  struct Place {
    var position: SourcePosition
    /// In the source's text.
    var index: String.Index
  }

  private let source: Source
  private var place: Place
  private var byte = 1

  init(_ source: Source) {
    self.source = source
    self.place = Self.start(ofLine: 1, in: source)
  }

  /// - Parameter byte: From 1; a place behind the line's end becomes its end.
  mutating func place(line: Int, byte target: Int) -> Place {
    if line != place.position.line || target < byte {
      place = Self.start(ofLine: line, in: source)
      byte = 1
    }
    let bytes = source.text.utf8
    let end = source.line(line).endIndex
    while byte < target, place.index < end {
      place.index = bytes.index(after: place.index)
      byte += 1
      let isContinuation = place.index < end && bytes[place.index] & 0xC0 == 0x80
      if !isContinuation { place.position.column += 1 }
    }
    return place
  }

  private static func start(ofLine line: Int, in source: Source) -> Place {
    Place(
      position: SourcePosition(line: line, column: 1), index: source.line(line).startIndex)
  }
}
