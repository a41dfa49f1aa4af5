import OctavoNotebook
import OctavoResults

/// What the parts of a page need to know of the whole.
package struct PageContext: Sendable {
  package let document: ReportDocument
  package let numbering: Numbering
  package let outline: PageOutline
  package let references: References
  package let keyStyles: KeyStyles

  package init(_ document: ReportDocument) {
    self.document = document
    let prose = document.elements.compactMap { element -> Prose? in
      if case .prose(let prose) = element { prose } else { nil }
    }
    numbering = Numbering(document.elements)
    keyStyles = KeyStyles(document.steps.flatMap(\.plots))
    references = References(
      document.references,
      citedIn: prose + [.paragraph(document.titleHeading?.content ?? [])],
      words: phrases.referenceWords)
    outline = PageOutline(prose, numbersSections: document.numbersSections)
  }

  /// With the values that it quotes and the works that it cites, as the page shows them.
  package func plainText(of content: [Inline]) -> String {
    content.plainText(
      value: { document.valueText($0) ?? $0.source }, citation: references.text)
  }

  /// A step's own metadata, where the report shows them.
  package func metadata(ofStep name: String) -> RunMetadata.Step? {
    document.showsTimings ? document.metadata?.steps[name] : nil
  }
}
