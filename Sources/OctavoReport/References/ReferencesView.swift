import OctavoNotebook

/// The list of references at the end of a report.
package struct ReferencesView {
  package static let identifier = "references:list"

  package var context: PageContext
  /// Whether the notebook ends in a heading of its own, which then is that of the list.
  package var hasHeading: Bool

  package init(context: PageContext) {
    self.context = context
    hasHeading = Self.hasHeading(atEndOf: context.document.elements)
  }

  static func hasHeading(atEndOf elements: [ReportDocument.Element]) -> Bool {
    let last = elements.last { element in
      if case .prose(.footnotes) = element { false } else { true }
    }
    return if case .prose(.heading)? = last { true } else { false }
  }

  /// The entry of the table of contents.
  package var entry: PageOutline.Entry? {
    guard !context.references.works.isEmpty, !hasHeading else { return nil }
    return PageOutline.Entry(
      level: 2, identifier: Self.identifier, content: [.text(phrases.references)])
  }

  package var node: HTMLNode {
    let works = context.references.works
    guard !works.isEmpty else { return .empty }
    return HTMLTag.section(
      .class("references"), .role("doc-bibliography"), .ariaLabel(phrases.references)
    ) {
      if !hasHeading { HTMLTag.heading(2)(.id(Self.identifier)) { phrases.references } }
      HTMLTag.ul {
        for work in works {
          HTMLTag.li(.id(work.identifier)) {
            ReferenceView(work: work, words: phrases.referenceWords).nodes
          }
        }
      }
    }
  }
}

/// One work of the list: authors, year, title, where it was published, and links to it.
package struct ReferenceView {
  package var work: References.Work
  package var words: ReferenceWords

  package init(work: References.Work, words: ReferenceWords = .english) {
    self.work = work
    self.words = words
  }

  /// Of more authors some are left out.
  private static let mostAuthors = 20

  private var text: ReferenceText { work.text }

  package var nodes: [HTMLNode] {
    var nodes: [HTMLNode] = []
    if !text.names.isEmpty {
      nodes += [.text(authors), .text(" (\(work.year)). "), title, .text(" ")]
    } else {
      nodes += [title, .text(" (\(work.year)). ")]
    }
    nodes += container
    if !text.notes.isEmpty { nodes.append(.text(text.notes.joined(separator: ", ").closed + " ")) }
    return nodes + links
  }

  private var authors: String {
    var names = text.names.map(\.withInitials)
    if names.count > Self.mostAuthors, let last = names.last {
      names = Array(names.prefix(Self.mostAuthors - 1)) + ["…\u{A0}\(last)"]
    } else if text.hasOtherNames {
      names.append(words.others)
    } else if names.count > 1 {
      let last = names.removeLast()
      names[names.count - 1] += "\(words.commaBeforeAnd ? "," : "") \(words.and) \(last)"
    }
    let editors =
      text.namesEditors ? " (\(text.names.count > 1 ? words.editors : words.editor))" : ""
    return names.joined(separator: ", ") + editors
  }

  private var title: HTMLNode {
    guard let title = text.title else { return .empty }
    // A work that is part of nothing is a book, whose title stands out.
    let isWhole = text.container == nil && text.arXiv == nil
    return isWhole ? .fragment([HTMLTag.em { title }, .text(title.closing)]) : .text(title.closed)
  }

  private var container: [HTMLNode] {
    guard let name = text.container else {
      let place = [text.volume, text.pages].compactMap { $0 }.joined(separator: ", ")
      return place.isEmpty ? [] : [.text(place.closed + " ")]
    }
    var nodes: [HTMLNode] = [
      .text(text.isInBook ? "\(words.in) " : ""), HTMLTag.em { name },
    ]
    if let volume = text.volume {
      nodes += [", ", HTMLTag.em { volume }]
      if let number = text.number { nodes.append(.text("(\(number))")) }
    } else if let number = text.number {
      nodes.append(.text(", \(number)"))
    }
    if let pages = text.pages { nodes.append(.text(", \(pages)")) }
    return nodes + [". "]
  }

  private var links: [HTMLNode] {
    var links: [HTMLNode] = []
    func add(_ address: String, _ shown: String) {
      guard let target = LinkTarget(address) else {
        links.append(.text(shown))
        return
      }
      if !links.isEmpty { links.append(" ") }
      links.append(HTMLTag.a(.href(target)) { shown })
    }
    if let doi = text.doi { add("https://doi.org/\(doi)", "doi:\(doi)") }
    if let number = text.arXiv { add("https://arxiv.org/abs/\(number)", "arXiv:\(number)") }
    if let address = text.address, !repeats(address) {
      add(address, address.shownAddress)
    }
    return links
  }

  /// Whether an address leads where another link does.
  private func repeats(_ address: String) -> Bool {
    [text.doi, text.arXiv].contains { $0.map { address.hasSuffix($0) } ?? false }
  }
}

extension ReferenceName {
  /// “von Neumann, J.-P., Jr.”
  fileprivate var withInitials: String {
    let initials = given.split(whereSeparator: \.isWhitespace).map { word in
      word.split(separator: "-").compactMap { part in part.first.map { "\($0)." } }
        .joined(separator: "-")
    }.joined(separator: "\u{A0}")
    return [familyWithParticle, initials, suffix].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }
}

extension String {
  /// A full stop, unless the text ends a sentence itself.
  fileprivate var closing: String { last.map { "?!.…".contains($0) } == true ? "" : "." }

  fileprivate var closed: String { self + closing }

  /// Without the scheme.
  fileprivate var shownAddress: String {
    for scheme in ["https://", "http://"] where hasPrefix(scheme) {
      return String(dropFirst(scheme.count))
    }
    return self
  }
}
