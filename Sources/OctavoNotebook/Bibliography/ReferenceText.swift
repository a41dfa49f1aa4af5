import Foundation
import OctavoResults

/// What a list of references says of a work, as plain text.
public struct ReferenceText: Hashable, Sendable {
  public let key: String
  /// The authors; of a work without any, its editors or whoever published it.
  public let names: [ReferenceName]
  public let hasOtherNames: Bool
  /// Whether the names are those of editors.
  public let namesEditors: Bool
  /// `nil` where it is not known.
  public let year: String?
  public let title: String?
  /// The journal, proceedings or book that holds the work.
  public let container: String?
  public let isInBook: Bool
  public let volume: String?
  public let number: String?
  public let pages: String?
  /// The edition, the kind of work, the school, institution or publisher, and notes.
  public let notes: [String]
  public let doi: String?
  /// The number of a preprint, such as `2203.02155`.
  public let arXiv: String?
  public let address: String?

  /// The fields that are shown.
  static let shownFields = [
    "author", "editor", "title", "subtitle", "journal", "journaltitle", "booktitle", "publisher",
    "institution", "school", "organization", "series", "note", "howpublished", "edition", "type",
  ]

  public init(_ reference: Reference) {
    func text(_ names: String...) -> String? {
      for name in names {
        guard let field = reference.fields[name] else { continue }
        let text = TeXText(field).text
        if !text.isEmpty { return text }
      }
      return nil
    }
    key = reference.key
    var people = ReferenceName.list(reference.fields["author"] ?? "")
    var hasEditors = false
    if people.names.isEmpty {
      people = ReferenceName.list(reference.fields["editor"] ?? "")
      hasEditors = !people.names.isEmpty
    }
    let publisher = text("organization", "institution", "publisher")
    if people.names.isEmpty, let publisher {
      people.names = ReferenceName.list("{\(publisher)}").names
    }
    names = people.names
    hasOtherNames = people.hasOthers
    namesEditors = hasEditors
    year = text("year") ?? text("date").map { String($0.prefix { $0 != "-" && $0 != "/" }) }
    let subtitle = text("subtitle").map { ": \($0)" } ?? ""
    title = text("title").map { $0 + subtitle }
    isInBook = reference.fields["booktitle"] != nil
    let eprint = Self.arXivNumber(reference)
    arXiv = eprint
    let journal = text("booktitle", "journal", "journaltitle")
    // Many entries repeat the preprint's number in place of a journal.
    let repeats = journal.map { $0.lowercased().contains("arxiv") } ?? false
    container = eprint != nil && repeats ? nil : journal
    volume = eprint != nil && repeats ? nil : text("volume")
    number = eprint != nil && repeats ? nil : text("number", "issue")
    pages = text("pages").map { $0.contains("–") ? $0 : $0.replacing("-", with: "–") }
    let type = reference.type
    let kind =
      text("type") ?? (type == "phdthesis" ? "Doctoral thesis" : nil)
      ?? (type == "mastersthesis" ? "Master’s thesis" : nil)
    notes = [
      text("edition").map { "\($0) edition" }, kind, text("series"), text("school"),
      text("institution"), text("publisher"), text("howpublished"), text("note"),
    ].compactMap { $0 }.filter { [names] in $0 != names.first?.family }
    doi = text("doi").map(Self.bareDOI)
    address = text("url")
  }

  private static func bareDOI(_ text: String) -> String {
    for prefix in ["https://doi.org/", "http://dx.doi.org/", "http://doi.org/", "doi:"]
    where text.lowercased().hasPrefix(prefix) {
      return String(text.dropFirst(prefix.count))
    }
    return text
  }

  private static func arXivNumber(_ reference: Reference) -> String? {
    let kind = reference.fields["archiveprefix"] ?? reference.fields["eprinttype"]
    if let eprint = reference.fields["eprint"], kind.map({ $0.lowercased() == "arxiv" }) ?? true {
      let number = TeXText(eprint).text
      return number.isEmpty ? nil : number
    }
    // “arXiv preprint arXiv:2203.02155” in place of a journal.
    let journal = reference.fields["journal"] ?? ""
    guard let start = journal.range(of: "arXiv:", options: .caseInsensitive) else { return nil }
    let number = journal[start.upperBound...].prefix { !$0.isWhitespace && $0 != "," }
    return number.isEmpty ? nil : String(number)
  }
}
