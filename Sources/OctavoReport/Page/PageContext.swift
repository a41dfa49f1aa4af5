import OctavoResults

/// What the parts of a page need to know of the whole.
package struct PageContext: Sendable {
  package let document: ReportDocument
  package let numbering: Numbering
  package let outline: Outline

  package init(_ document: ReportDocument) {
    self.document = document
    numbering = Numbering(document.steps)
    outline = Outline(
      document.elements.compactMap { if case .prose(let prose) = $0 { prose } else { nil } })
  }

  /// A step's own circumstances, where the report shows them.
  package func circumstances(ofStep name: String) -> RunCircumstances.Step? {
    document.showsTimings ? document.circumstances?.steps[name] : nil
  }
}
