import Foundation
import OctavoBase
import OctavoNotebook
import OctavoRunner

/// What the server knows of one state of a document: the notebook as `octavo check` reads it, and
/// where its regions and names stand.
final class NotebookReading {
  let source: Source
  let notebook: Notebook
  let plan: Plan
  let catalogue: Catalogue
  /// Also of a text that no notebook can be read from.
  let regions: TextRegions
  private(set) lazy var names = NameOccurrences(self)

  /// - Parameter readsFiles: whether the document is a file, and others can stand beside it.
  init(_ source: Source, catalogue: Catalogue, readsFiles: Bool) {
    self.source = source
    self.catalogue = catalogue
    notebook = readsFiles ? .readWithFiles(source) : .read(source)
    // Nothing is run, so that no result has to be told from those of other programs.
    plan = Plan(
      notebook, catalogue: catalogue, program: ContentHash(of: [UInt8]()),
      folder: URL(filePath: FileManager.default.currentDirectoryPath))
    regions = TextRegions(source)
  }

  /// Whether the text is a notebook rather than any Markdown.
  var isNotebook: Bool {
    regions.regions.contains { $0.kind != .code }
      || notebook.diagnostics.contains { $0.identifier == .misspelledBlock }
  }

  func block(named name: String) -> Block? { notebook.blocks.first { $0.name.text == name } }

  /// The blocks of a kind that stand above a line, and so can be referred to there.
  func names(of kind: Block.Kind, above line: Int) -> [String] {
    notebook.blocks.filter { $0.kind == kind && $0.range.end.line < line }.map(\.name.text)
  }

  func operation(ofStep name: String) -> (any OctavoRunner.Operation.Type)? {
    if let step = plan.step(named: name) { return step.operation }
    guard case .value(.text(let operation))? = block(named: name)?.body?["run"]?.scalar?.content
    else { return nil }
    return catalogue[operation]
  }
}
