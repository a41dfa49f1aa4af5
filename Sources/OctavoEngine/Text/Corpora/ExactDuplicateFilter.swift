import Foundation

/// Drops every document that is the same text as an earlier one. Case, digits, punctuation and the
/// spacing between words count; the form of line ends and white space at the end of a line do not,
/// nor how Unicode composes a character.
public struct ExactDuplicateFilter: TextFilter, Hashable {
  public init() {}

  public var name: String { "exact duplicates" }

  public func kept(of documents: [String]) -> [Int] {
    var seen: Set<String> = []
    return documents.indices.filter { seen.insert(Self.text(of: documents[$0])).inserted }
  }

  /// The document as it is compared, composed where it is not ASCII.
  private static func text(of document: String) -> String {
    let lines = document.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let bare = lines.map { line in
      line[..<(line.lastIndex { !$0.isWhitespace }.map(line.index(after:)) ?? line.startIndex)]
    }
    let end = bare.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    return bare[..<end].joined(separator: "\n")
  }
}
