import OctavoBase
import OctavoNotebook

/// Gives a step, a config, a parameter, an image, a table or an equation another name, everywhere.
struct Rename {
  let document: Document
  let position: SourcePosition

  /// What would be renamed, so that the editor can ask for the new name; null where nothing has a name.
  var preparation: JSON {
    guard let occurrence = try? renamed else { return .null }
    return [
      "range": document.positions.json(occurrence.range), "placeholder": .string(occurrence.name),
    ]
  }

  private var renamed: NameOccurrences.Occurrence? {
    get throws(RequestFailure) {
      let names = document.reading.names
      guard let occurrence = names.occurrence(at: position),
        occurrence.kind == .block || occurrence.kind == .parameter
      else { return nil }
      guard names.definition(of: occurrence) != nil else {
        throw .failed("`\(occurrence.name)` is not defined in this notebook")
      }
      return occurrence
    }
  }

  /// A `WorkspaceEdit`.
  /// - Throws: `RequestFailure` where the name cannot be given, or where something would not be the same
  ///   afterwards.
  func edit(to name: String) throws(RequestFailure) -> JSON {
    guard let occurrence = try renamed else {
      throw .failed("here is no name of a step, a config, a parameter or a label")
    }
    let reading = document.reading
    guard Block.isName(name) else {
      throw .failed("“\(name)” is not a name: names are lower-case words joined by hyphens")
    }
    guard name != occurrence.name else { return ["changes": .object([JSON.Member]())] }
    let taken = reading.names.all.contains {
      $0.kind == occurrence.kind && $0.name == name && $0.isDefinition
    }
    guard !taken else { throw .failed("the name `\(name)` is taken") }
    let places = reading.names.occurrences(of: occurrence).map(\.range)
    let changed = NotebookReading(
      Source(path: reading.source.path, text: text(replacing: places, by: name)),
      catalogue: reading.catalogue, readsFiles: FileURI.path(of: document.uri) != nil)
    if let problem = Self.newProblem(in: changed, besides: reading) {
      throw .failed(
        "`\(occurrence.name)` cannot be renamed without a change of its meaning: \(problem)")
    }
    let edits = places.map { range -> JSON in
      ["range": document.positions.json(range), "newText": .string(name)]
    }
    return ["changes": .object([(document.uri, .array(edits))])]
  }

  private func text(replacing places: [SourceRange], by name: String) -> String {
    let positions = document.positions
    let source = document.source
    var scalars = source.text.unicodeScalars
    for range in places.sorted(by: { $0.start > $1.start }) {
      let start = positions.index(of: range.start, in: source.text)
      let end = positions.index(of: range.end, in: source.text)
      scalars.replaceSubrange(start..<end, with: name.unicodeScalars)
    }
    return String(scalars)
  }

  /// A diagnostic that the notebook did not have, if it has more of a kind now.
  private static func newProblem(
    in changed: NotebookReading, besides reading: NotebookReading
  ) -> String? {
    var counts: [DiagnosticIdentifier: Int] = [:]
    for diagnostic in reading.plan.diagnostics { counts[diagnostic.identifier, default: 0] += 1 }
    for diagnostic in changed.plan.diagnostics {
      counts[diagnostic.identifier, default: 0] -= 1
      if counts[diagnostic.identifier, default: 0] < 0 {
        let line = diagnostic.range.map { "line \($0.start.line): " } ?? ""
        return line + diagnostic.message
      }
    }
    return nil
  }
}
