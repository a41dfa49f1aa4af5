/// Whether a page shows what the record that it carries says.
public enum PageVerdict: Hashable, Sendable {
  /// With the number of lines that were compared.
  case same(lines: Int)
  /// Only white space within texts differs, as where a mail program has broken lines.
  case spacing(lines: Int)
  /// Another version of Octavo drew the page, and its hash fits.
  case drawnElsewhere(version: String)
  /// Another version of Octavo drew the page, and its hash does not fit.
  case changedElsewhere(version: String)
  /// A line for each place.
  case changed([String], hashFits: Bool)
}

extension ReceivedReport {
  /// Draws the page again from what it carries, without running anything, and compares.
  ///
  /// - Parameter version: of the Octavo that runs: another one may draw another page.
  public func verdict(version: String) -> PageVerdict {
    guard metadata.octavo == version else {
      return page.hash == hashes.page || page.wordsHash == hashes.words
        ? .drawnElsewhere(version: metadata.octavo) : .changedElsewhere(version: metadata.octavo)
    }
    let changes = PageChanges(of: page, from: EnclosingPage.text(of: saved, metadata))
    if changes.isEmpty { return .same(lines: page.lines.count) }
    if changes.isSpacingAlone { return .spacing(lines: page.lines.count) }
    return .changed(changes.changes.map(\.text), hashFits: page.hash == hashes.page)
  }
}
