/// The elements of HTML that a sentence may hold: those that say no more than what a report can
/// show without them being HTML.
enum InlineTag: String {
  case sub, sup, kbd, b, strong, i, em, s, del
  /// Has no content and no end.
  case br

  func inline(around content: [Inline]) -> Inline {
    switch self {
    case .sub: .lowered(content)
    case .sup: .raised(content)
    case .kbd: .key(content)
    case .b, .strong: .strong(content)
    case .i, .em: .emphasis(content)
    case .s, .del: .struck(content)
    case .br: .lineBreak
    }
  }

  /// A tag that was met in a text.
  struct Use {
    var tag: InlineTag
    var isClosing: Bool
    /// As it was written.
    var source: String
    var range: SourceRange
  }
}

/// The tags of a notebook's sentences, and the marks that stand for them in texts until it is known
/// which belong together: a pipe table's cells are told apart first.
struct InlineTags {
  private var uses: [InlineTag.Use] = []

  /// Control characters that no notebook may hold.
  private static let opening: Character = "\u{1}"
  private static let closing: Character = "\u{2}"

  var isEmpty: Bool { uses.isEmpty }

  /// A text that stands for a tag.
  mutating func mark(_ use: InlineTag.Use) -> String {
    uses.append(use)
    return "\(Self.opening)\(uses.count - 1)\(Self.closing)"
  }

  enum Piece {
    case text(String)
    case tag(InlineTag.Use)
  }

  /// A text cut at its marks.
  func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: Self.opening),
      let end = rest[start...].firstIndex(of: Self.closing)
    {
      let number = Int(rest[rest.index(after: start)..<end])
      guard let number, uses.indices.contains(number) else { break }
      if start > rest.startIndex { pieces.append(.text(String(rest[..<start]))) }
      pieces.append(.tag(uses[number]))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }
}

/// Finds which tags of a run of text belong together. One that has no partner stays text.
struct InlineTagPairing {
  private(set) var inlines: [Inline] = []
  private(set) var unpaired: [InlineTag.Use] = []

  private struct Frame {
    var use: InlineTag.Use
    /// Where its content begins.
    var start: Int
  }

  private let tags: InlineTags
  private var open: [Frame] = []

  /// - Parameter depth: Of the run: no deeper than a limit is anything nested.
  init(_ run: [Inline], tags: InlineTags, depth: Int = 0) {
    self.tags = tags
    for inline in run {
      if case .text(let text) = inline {
        for piece in tags.pieces(of: text) {
          switch piece {
          case .text(let text): inlines.append(.text(text))
          case .tag(let use): read(use, depth: depth)
          }
        }
      } else {
        let inner = depth + open.count + 1
        var unpaired: [InlineTag.Use] = []
        inlines.append(
          inline.mapContent { content in
            let pairing = InlineTagPairing(content, tags: tags, depth: inner)
            unpaired += pairing.unpaired
            return pairing.inlines
          })
        self.unpaired += unpaired
      }
    }
    while !open.isEmpty { giveUp() }
  }

  private mutating func read(_ use: InlineTag.Use, depth: Int) {
    if use.tag == .br {
      inlines.append(.lineBreak)
    } else if !use.isClosing, depth + open.count < Limits.nesting {
      open.append(Frame(use: use, start: inlines.count))
    } else if use.isClosing, open.contains(where: { $0.use.tag == use.tag }) {
      while let last = open.last, last.use.tag != use.tag { giveUp() }
      guard let frame = open.popLast() else { return }
      let content = Array(inlines[frame.start...])
      inlines.removeSubrange(frame.start...)
      inlines.append(use.tag.inline(around: content))
    } else {
      unpaired.append(use)
      inlines.append(.text(use.source))
    }
  }

  /// The last tag that was opened is not closed.
  private mutating func giveUp() {
    let frame = open.removeLast()
    unpaired.append(frame.use)
    inlines.insert(.text(frame.use.source), at: frame.start)
  }
}
