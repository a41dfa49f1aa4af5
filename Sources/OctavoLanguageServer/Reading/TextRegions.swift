import OctavoNotebook

/// Which lines of a text are front matter, blocks and other code, told without reading what they
/// hold, so that it is known also while a block is being written.
struct TextRegions {
  struct Region: Hashable {
    enum Kind: Hashable {
      case frontMatter
      case step, config
      case code
    }

    var kind: Kind
    /// Of a block; empty while it has none.
    var name: String
    /// The lines between the fences, counted from 1.
    var lines: Range<Int>
    var isClosed: Bool
  }

  private(set) var regions: [Region] = []

  init(_ source: Source) {
    var number = 1
    if source.line(1).hasPrefix("---"), source.line(1).isFrontMatterFence {
      let end = (2...max(source.lines.count, 2)).first { source.line($0).isFrontMatterFence }
      if let end, end <= source.lines.count {
        regions.append(Region(kind: .frontMatter, name: "", lines: 2..<end, isClosed: true))
        number = end + 1
      }
    }
    while number <= source.lines.count {
      guard let opening = Opening(source.line(number)) else {
        number += 1
        continue
      }
      let first = number + 1
      var end = first
      while end <= source.lines.count, !opening.isClosed(by: source.line(end)) { end += 1 }
      let (kind, name) = opening.announced
      regions.append(
        Region(
          kind: kind, name: name, lines: first..<max(end, first),
          isClosed: end <= source.lines.count))
      number = end + 1
    }
  }

  /// The region within whose fences a line stands; `nil` in prose.
  func region(ofLine line: Int) -> Region? { regions.first { $0.lines.contains(line) } }

  /// The line that opens a code fence.
  private struct Opening {
    var sign: Character
    var length: Int
    var words: [Substring]

    init?(_ line: Substring) {
      let start = line.drop { $0 == " " }
      guard line.count - start.count < 4, let sign = start.first, sign == "`" || sign == "~" else {
        return nil
      }
      let rest = start.drop { $0 == sign }
      length = start.count - rest.count
      guard length >= 3, sign == "~" || !rest.contains("`") else { return nil }
      self.sign = sign
      words = rest.split { $0 == " " || $0 == "\t" }
    }

    func isClosed(by line: Substring) -> Bool {
      let start = line.drop { $0 == " " }
      let rest = start.drop { $0 == sign }
      return line.count - start.count < 4 && start.count - rest.count >= length
        && rest.allSatisfy(\.isWhitespace)
    }

    var announced: (Region.Kind, String) {
      var words = words[...]
      if let first = words.first, first == "yaml" || first == "yml" { words.removeFirst() }
      let name = words.dropFirst().first.map(String.init) ?? ""
      switch words.first {
      case "step": return (.step, name)
      case "config": return (.config, name)
      default: return (.code, "")
      }
    }
  }
}

extension Substring {
  fileprivate var isFrontMatterFence: Bool {
    (hasPrefix("---") || hasPrefix("...")) && dropFirst(3).allSatisfy(\.isWhitespace)
  }
}
