/// Finds GitHub's `~~struck out~~` in text that cmark has read: one or two tildes on either side.
enum Strikethrough {
  private struct Mark {
    /// Of the piece that it stands in for.
    var index: Int
    var length: Int
    var canOpen: Bool
    var canClose: Bool
  }

  static func applied(to inlines: [Inline]) -> [Inline] {
    let inlines = inlines.map { $0.mapContent(applied) }
    guard inlines.contains(where: { $0.holdsTilde }) else { return inlines }
    var pieces: [Inline] = []
    var marks: [Mark] = []
    for (index, inline) in inlines.enumerated() {
      guard case .text(let text) = inline, inline.holdsTilde else {
        pieces.append(inline)
        continue
      }
      let before = index > 0 ? inlines[index - 1].edge(isLast: true) : nil
      let after = index + 1 < inlines.count ? inlines[index + 1].edge(isLast: false) : nil
      read(text, before: before, after: after, &pieces, &marks)
    }
    return joined(pieces, marks)
  }

  private static func read(
    _ text: String, before: Character?, after: Character?, _ pieces: inout [Inline],
    _ marks: inout [Mark]
  ) {
    let characters = Array(text)
    var plain = ""
    var index = 0
    while index < characters.count {
      guard characters[index] == "~" else {
        plain.append(characters[index])
        index += 1
        continue
      }
      let start = index
      while index < characters.count, characters[index] == "~" { index += 1 }
      let run = String(repeating: "~", count: index - start)
      guard run.count <= 2 else {
        plain += run
        continue
      }
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
      let left = start > 0 ? characters[start - 1] : before
      let right = index < characters.count ? characters[index] : after
      marks.append(
        Mark(
          index: pieces.count, length: run.count, canOpen: isFlanking(left, right),
          canClose: isFlanking(right, left)))
      pieces.append(.text(run))
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
  }

  /// CommonMark's rule for a run of delimiters: it belongs to what is inside.
  private static func isFlanking(_ outside: Character?, _ inside: Character?) -> Bool {
    guard let inside, !inside.isWhitespace else { return false }
    guard inside.isPunctuation || inside.isSymbol else { return true }
    return outside.map { $0.isWhitespace || $0.isPunctuation || $0.isSymbol } ?? true
  }

  private static func joined(_ pieces: [Inline], _ marks: [Mark]) -> [Inline] {
    var opening: Set<Int> = []
    var closing: Set<Int> = []
    var open: [Mark] = []
    var counts = [0, 0, 0]
    for mark in marks {
      if mark.canClose, counts[mark.length] > 0 {
        while let last = open.popLast() {
          counts[last.length] -= 1
          guard last.length == mark.length else { continue }
          opening.insert(last.index)
          closing.insert(mark.index)
          break
        }
      } else if mark.canOpen {
        open.append(mark)
        counts[mark.length] += 1
      }
    }
    var result: [Inline] = []
    var struck: [Inline] = []
    var depth = 0
    for (index, piece) in pieces.enumerated() {
      if opening.contains(index) {
        depth += 1
      } else if closing.contains(index) {
        depth -= 1
        // What is struck out twice is struck out.
        if depth == 0 {
          result.append(.struck(merged(struck)))
          struck = []
        }
      } else if depth > 0 {
        struck.append(piece)
      } else {
        result.append(piece)
      }
    }
    return merged(result)
  }

  /// Texts side by side as one.
  private static func merged(_ inlines: [Inline]) -> [Inline] {
    inlines.reduce(into: []) { result, inline in
      if case .text(let text) = inline, case .text(let before)? = result.last {
        result[result.count - 1] = .text(before + text)
      } else {
        result.append(inline)
      }
    }
  }
}

extension Inline {
  fileprivate var holdsTilde: Bool {
    if case .text(let text) = self { text.utf8.contains(UInt8(ascii: "~")) } else { false }
  }

  /// The character that stands beside its neighbor.
  fileprivate func edge(isLast: Bool) -> Character? {
    switch self {
    case .softBreak, .lineBreak: return " "
    case .math: return "$"
    default:
      let text = [self].plainText
      return isLast ? text.last : text.first
    }
  }
}
