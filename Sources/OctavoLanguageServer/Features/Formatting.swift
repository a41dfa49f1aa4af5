import Foundation
import OctavoBase
import OctavoNotebook

/// Gives blocks the usual spacing. A block that cannot surely be kept in its meaning is left alone.
struct Formatting {
  let document: Document

  /// `TextEdit`s for the blocks that reach into a range of lines; without one, for all.
  func edits(in lines: ClosedRange<Int>? = nil) -> JSON {
    var edits: [JSON] = []
    for region in document.reading.regions.regions {
      guard region.kind == .step || region.kind == .config, region.isClosed, !region.lines.isEmpty,
        lines.map({ $0.overlaps(region.lines.lowerBound - 1...region.lines.upperBound) }) ?? true
      else { continue }
      let written = region.lines.map { String(document.source.line($0)) }
      guard let formatted = Self.formatted(written) else { continue }
      for (number, (old, new)) in zip(region.lines, zip(written, formatted)) where old != new {
        edits.append([
          "range": document.positions.json(document.source.range(ofLine: number)),
          "newText": .string(new),
        ])
      }
    }
    return .array(edits)
  }

  /// The same lines with the usual spacing; `nil` where they have it, or where what they mean might not
  /// be kept.
  static func formatted(_ lines: [String]) -> [String]? {
    guard let once = BlockFormatter(lines)?.lines, once != lines, once.count == lines.count,
      BlockFormatter(once)?.lines == once,
      let before = BlockMeaning(lines), before == BlockMeaning(once)
    else { return nil }
    return once
  }
}

/// What a block says, apart from how it is laid out: its keys and values, and its comments.
private struct BlockMeaning: Equatable {
  indirect enum Value: Equatable {
    case scalar(String, isText: Bool)
    case list([Value])
    case mapping([String], [Value])

    init(_ node: Node) {
      switch node.content {
      case .scalar(let scalar):
        let isText =
          switch scalar.content {
          case .value(.text), .template: true
          default: false
          }
        self = .scalar(scalar.written.text, isText: isText)
      case .sequence(let nodes): self = .list(nodes.map(Value.init))
      case .mapping(let mapping):
        self = .mapping(mapping.keys, mapping.entries.map { Value($0.value) })
      }
    }
  }

  private var value: Value
  private var comments: [String]

  /// - Returns: `nil` of lines that are no block without a fault.
  init?(_ lines: [String]) {
    let fence = String(repeating: "`", count: 32)
    let text = ([fence + "config formatted"] + lines + [fence, ""]).joined(separator: "\n")
    let notebook = Notebook.read(Source(path: "block.md", text: text))
    guard let body = notebook.blocks.first?.body, notebook.blocks.count == 1 else { return nil }
    value = Value(Node(.mapping(body), at: notebook.blocks[0].range))
    comments = lines.compactMap { line in
      line.firstRange(of: #/(^|\s)#.*$/#).map { line[$0].trimmingCharacters(in: .whitespaces) }
    }
  }
}
