import OctavoNotebook
import OctavoResults

/// A page drawn but for what it carries: its notebook, and the record of its run.
struct EnclosingPage {
  private let document: ReportDocument
  private let main: [HTMLNode]

  init(of document: ReportDocument) {
    self.document = document
    main = Page(document).mainNodes
    // The frame is drawn later, but what it shows is to be known with what the main part shows.
    if let logo = document.theme?.logo { _ = document.image(logo.text) }
  }

  func html(enclosing saved: SavedRun, _ metadata: RunMetadata) -> String {
    let name = saved.run.notebook
    let text = PageText(html(with: Enclosures(of: name, notebook: [], record: [])))
    let record = (try? record(of: saved, metadata, text)).flatMap { try? Gzip.compressed($0) }
    // A page that cannot carry its run is still a page.
    guard let record else { return html(with: nil) }
    return html(with: Enclosures(of: name, notebook: saved.notebook.bytes, record: record))
  }

  /// What the page of a run shows.
  static func text(of saved: SavedRun, _ metadata: RunMetadata) -> PageText {
    let page = EnclosingPage(of: ReportDocument(of: saved, metadata: metadata))
    return PageText(
      page.html(with: Enclosures(of: saved.run.notebook, notebook: [], record: [])))
  }

  private func html(with enclosures: Enclosures?) -> String {
    var document = document
    document.enclosures = enclosures
    return HTMLWriter.document(Page(document).root(main: main))
  }

  /// With as few tables as the page can be drawn from.
  private func record(
    of saved: SavedRun, _ metadata: RunMetadata, _ text: PageText
  ) throws -> [UInt8] {
    var record = EnclosedRun(saved, metadata, page: text)
    var restored = record.restored(notebook: saved.notebook.text, images: text.images)
    restored.files = saved.files
    if !record.omitted.isEmpty, Self.text(of: restored, record.metadata).lines != text.lines {
      record = EnclosedRun(saved, metadata, page: text, keepsAllTables: true)
    }
    return try record.encoded(with: saved.files)
  }
}
