import Foundation

/// Drops every document that is the same text as an earlier one. Case, digits, punctuation and the
/// spacing between words count; the form of line ends and white space at the end of a line do not,
/// nor how Unicode composes a character.
public struct ExactDuplicateFilter: TextFilter, Hashable {
  public init() {}

  public var name: String { "exact duplicates" }

  public func kept(of documents: [String]) -> [Int] {
    var seen: Set<ComparedText> = []
    return documents.indices.filter { seen.insert(ComparedText(documents[$0])).inserted }
  }
}

/// A document as it is compared. What is kept of it is the document alone, which is there anyway.
private struct ComparedText: Hashable {
  private let document: String
  private let textHash: Int

  init(_ document: String) {
    self.document = document
    textHash = Self.text(of: document).hashValue
  }

  static func == (a: ComparedText, b: ComparedText) -> Bool {
    a.textHash == b.textHash && text(of: a.document) == text(of: b.document)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(textHash) }

  /// The lines without white space at their ends.
  private static func text(of document: String) -> String {
    if isBare(document) { return document }
    let lines = document.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let bare = lines.map { line in
      line[..<(line.lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? line.startIndex)]
    }
    let end = bare.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    return bare[..<end].joined(separator: "\n")
  }

  /// Whether it is ASCII, its lines end with line feeds, and no white space stands before an end.
  private static func isBare(_ document: String) -> Bool {
    var last: UInt8 = 0x20
    for byte in document.utf8 {
      let isControl = byte < 0x20 && byte != 0x09 && byte != 0x0A
      let endsBareLine = byte != 0x0A || last > 0x20 || last == 0x0A
      guard byte < 0x80, !isControl, endsBareLine else { return false }
      last = byte
    }
    return last > 0x20
  }
}
