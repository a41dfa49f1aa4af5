import Foundation
import OctavoNotebook
import OctavoResults

/// The works that a report cites: their order in the list, and how they are cited.
package struct References: Sendable {
  package struct Work: Hashable, Sendable {
    package var text: ReferenceText
    /// “Ouyang et al.”
    package var authors: String
    /// With a letter behind it where another work has the same authors and year.
    package var year: String
    /// Unique in the page.
    package var identifier: String
  }

  /// In the order of the list: by authors, year and title.
  package let works: [Work]
  private let indices: [String: Int]

  package init(
    _ references: [Reference], citedIn prose: [Prose], words: ReferenceWords = .english
  ) {
    let cited = Set(prose.flatMap(\.citations).flatMap(\.items).map(\.key))
    let texts = references.filter { cited.contains($0.key) }.map(ReferenceText.init)
    let sorted = texts.map { (order: Self.order($0), text: $0) }
      .sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.text)
    let authors = sorted.map { Self.authors($0, words) }
    let years = sorted.map { $0.year ?? words.noDate }
    let labels = zip(authors, years).map { "\($0) \($1)" }
    let counts = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
    var seen: [String: Int] = [:]
    works = sorted.indices.map { index in
      let place = seen[labels[index], default: 0]
      seen[labels[index]] = place + 1
      let isAlone = counts[labels[index]] == 1
      return Work(
        text: sorted[index], authors: authors[index],
        year: years[index] + (isAlone ? "" : Self.letters(place)),
        identifier: "work:\(sorted[index].key)")
    }
    indices = Dictionary(
      zip(sorted.map(\.key), sorted.indices), uniquingKeysWith: { first, _ in first })
  }

  package subscript(key: String) -> Work? { indices[key].map { works[$0] } }

  /// As a sentence has it: “(Ouyang et al., 2022, p. 4)”. A work that the bibliography lacks is
  /// shown as it was written.
  package func text(of citation: Citation) -> String {
    parts(of: citation).map { part in
      switch part {
      case .text(let text), .work(_, let text): text
      }
    }.joined()
  }

  package enum Part: Hashable, Sendable {
    case text(String)
    case work(Work, String)
  }

  package func parts(of citation: Citation) -> [Part] {
    let works = citation.items.map { self[$0.key] }
    guard works.contains(where: { $0 != nil }) else { return [.text(citation.source)] }
    if citation.isNarrative, let work = works[0] {
      return [.work(work, "\(work.authors)\u{A0}(\(work.year))")]
    }
    var parts: [Part] = [.text("(")]
    for (index, (item, work)) in zip(citation.items, works).enumerated() {
      if index > 0 { parts.append(.text("; ")) }
      if !item.prefix.isEmpty { parts.append(.text(item.prefix + " ")) }
      if let work {
        parts.append(.work(work, item.isYearAlone ? work.year : "\(work.authors), \(work.year)"))
      } else {
        parts.append(.text("@\(item.key)"))
      }
      if let first = item.suffix.first {
        parts.append(.text((first.isPunctuation ? "" : " ") + item.suffix))
      }
    }
    return parts + [.text(")")]
  }
}

extension References {
  /// One or two names, or the first of more.
  private static func authors(_ text: ReferenceText, _ words: ReferenceWords) -> String {
    let names = text.names.map(\.familyWithParticle)
    if names.isEmpty { return text.title.map { "“\($0)”" } ?? text.key }
    if names.count > 2 || text.hasOtherNames { return "\(names[0])\u{A0}\(words.others)" }
    return names.joined(separator: " \(words.and) ")
  }

  private static func order(_ text: ReferenceText) -> [String] {
    let names = text.names.map { "\($0.family) \($0.given) \($0.particle)" }
    let author = names.isEmpty ? [text.title ?? text.key] : names
    return [author.joined(separator: ", "), text.year ?? "", text.title ?? "", text.key].map {
      $0.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
  }

  /// `a` to `z`, then `aa`.
  private static func letters(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
    return (index >= 26 ? letters(index / 26 - 1) : "") + letter
  }
}

/// The words between the parts of a reference.
package struct ReferenceWords: Hashable, Sendable {
  package var and: String
  /// Between the next to last and the last of a list of authors, besides the word.
  package var commaBeforeAnd = true
  /// In place of further authors.
  package var others: String
  /// In place of a year.
  package var noDate: String
  package var `in`: String
  package var editor: String
  package var editors: String

  package static let english = ReferenceWords(
    and: "and", others: "et\u{A0}al.", noDate: "n.d.", in: "In", editor: "Ed.", editors: "Eds.")
}
