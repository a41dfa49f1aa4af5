import OctavoNotebook

extension ReportDocument {
  /// Footnotes follow the text. Where the notebook ends in a heading for its references, they stand
  /// before it, so that nothing comes between that heading and the list.
  mutating func placeFootnotesBeforeReferences() {
    guard !references.isEmpty, case .prose(.footnotes)? = elements.last,
      case .prose(.heading)? = elements.dropLast().last
    else { return }
    elements.swapAt(elements.count - 1, elements.count - 2)
  }
}
