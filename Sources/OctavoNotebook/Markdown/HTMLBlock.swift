/// A block of HTML of which the report keeps something: `<details>` and `<summary>`, and text around
/// them; or nothing but text with tags that a sentence may hold.
struct HTMLBlock {
  enum Piece {
    case tag(HTMLTagText, Range<Int>)
    /// Without white space at its ends.
    case text(Range<Int>)
  }

  private(set) var pieces: [Piece] = []
  private let bytes: [UInt8]

  /// The elements that fold a part of the page.
  static let folding: Set = ["details", "summary"]

  /// `nil` for HTML that is dropped as a whole.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var first: HTMLTagText?
    var hasFolding = false
    var startsWithComment = false
    var mayHoldComments = true
    var textStart = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        index += 1
        continue
      }
      let isAfterText = !bytes[textStart..<index].allSatisfy(\.isSpace)
      let isFirst = pieces.isEmpty && first == nil && !isAfterText
      if bytes[index...].starts(with: "<!--".utf8) {
        let end = mayHoldComments ? Self.endOfComment(in: bytes, at: index) : nil
        mayHoldComments = end != nil
        if let end, !isAfterText {
          textStart = end
          startsWithComment = startsWithComment || isFirst
        }
        index = end ?? index + 1
      } else if let tag = HTMLTagText(bytes, at: index) {
        if isFirst { first = tag }
        if Self.folding.contains(tag.name) {
          addText(textStart..<index)
          pieces.append(.tag(tag, index..<index + tag.length))
          hasFolding = true
          textStart = index + tag.length
        }
        index += tag.length
      } else {
        index += 1
      }
    }
    addText(textStart..<bytes.count)
    let isText = first.map { InlineTag(rawValue: $0.name) != nil } ?? startsWithComment
    let isLiteral = first.map { Self.literalElements.contains($0.name) } ?? false
    guard !pieces.isEmpty, !isLiteral, hasFolding || isText else { return nil }
  }

  /// What HTML takes literally.
  private static let literalElements: Set = ["pre", "script", "style", "textarea"]

  private static func endOfComment(in bytes: [UInt8], at start: Int) -> Int? {
    let sign = UInt8(ascii: "-")
    var index = start + 4
    while index + 2 < bytes.count {
      if bytes[index] == sign, bytes[index + 1] == sign, bytes[index + 2] == UInt8(ascii: ">") {
        return index + 3
      }
      index += 1
    }
    return nil
  }

  private mutating func addText(_ range: Range<Int>) {
    let text = bytes[range]
    guard let first = text.firstIndex(where: { !$0.isSpace }),
      let last = text.lastIndex(where: { !$0.isSpace })
    else { return }
    pieces.append(.text(first..<last + 1))
  }
}
