import Foundation
import OctavoNotebook
import OctavoResults

extension ReportDocument {
  /// The report of a run of a notebook. Images beside the notebook's file are carried within it.
  ///
  /// - Parameters:
  ///   - notebook: As it was run: its prose and blocks give the report its order.
  ///   - folder: Where the report will stand: relative links of the notebook lead from there.
  ///     Without it they stay as they are.
  ///   - metadata: Of the run; without them the footer says less.
  ///   - showsTimings: Whether the report may hold what differs between two equal runs.
  public init(
    run: Run, notebook: Notebook, folder: URL? = nil, metadata: RunMetadata? = nil,
    showsTimings: Bool = true
  ) {
    let images = LocalImages(of: notebook)
    let addresses = folder.map {
      ReportAddresses(notebook: notebook.source.path, reportFolder: $0)
    }
    self.init(
      run: run, notebook: notebook, metadata: metadata, showsTimings: showsTimings,
      references: notebook.references, image: { images.image(at: $0) },
      address: { addresses?.address($0) ?? $0 })
  }

  init(
    run: Run, notebook: Notebook, metadata: RunMetadata?, showsTimings: Bool,
    references: [Reference],
    image: @escaping @Sendable (String) -> EmbeddedImage?,
    address: @escaping @Sendable (String) -> String
  ) {
    let matter = notebook.frontMatter
    let values = PageLanguage(tag: matter.lang ?? "en").speaking {
      ReportedValues(run: run, notebook: notebook)
    }
    self.init(
      title: run.title, authors: matter.authors, date: matter.date,
      description: matter.description, language: matter.lang ?? "en",
      elements: notebook.elements.map { Element($0, run: run) }, run: run,
      metadata: metadata, showsTimings: showsTimings, references: references,
      valueText: { values.text($0) }, image: image, address: address)
    subtitle = matter.subtitle
    blocks = notebook.blocks
    abstract = matter.abstract
    keywords = matter.keywords
    showsContents = matter.showsContents
    numbersSections = matter.numbersSections
    url = matter.url
    card = matter.card
    theme = matter.theme
  }
}

extension ReportDocument.Element {
  init(_ element: Notebook.Element, run: Run) {
    switch element {
    case .prose(let prose): self = .prose(prose)
    case .config(let block): self = .config(name: block.name.text, source: block.text)
    case .step(let block): self = .step(run.record(of: block), source: block.text)
    }
  }
}

extension Run {
  /// The record of a notebook's step; of one that the run does not have, that it was skipped.
  func record(of block: Block) -> StepRecord {
    self[step: block.name.text]
      ?? StepRecord(
        name: block.name.text, operation: block.body?["run"]?.scalar?.written.text ?? "",
        status: .skipped(because: "it was not part of this run"))
  }
}
