import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// What an index says of one saved run.
public struct IndexedReport: Sendable {
  /// The name of the run's folder.
  public let folder: String
  public let title: String
  let description: String?
  public let verdict: RunVerdict
  let seed: UInt64
  let params: [(name: String, value: Value)]
  let axes: [Run.Axis]
  /// When the run started, in ISO 8601.
  public let started: String
  public let metadata: RunMetadata
  /// Some of what the prose quotes, or else of what the steps show.
  let values: [(name: String, text: String)]
  let plot: Plot?
  let hasReport: Bool

  private static let valueLimit = 4
  private static let valueLength = 40

  /// - Parameter hasReport: Whether there is something to link to.
  public init(folder: String, _ saved: SavedRun, _ metadata: RunMetadata, hasReport: Bool) {
    let notebook = Notebook.read(
      Source(path: saved.notebook.path, text: saved.notebook.text, name: saved.run.notebook))
    self.folder = folder
    self.hasReport = hasReport
    self.metadata = metadata
    title = saved.run.title
    description = notebook.frontMatter.description
    verdict = RunVerdict(saved.run)
    seed = saved.run.seed
    params = saved.run.params.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    axes = saved.run.axes
    started = metadata.started
    values = Self.quoted(in: saved.run, notebook) ?? Self.shown(in: saved.run)
    plot = saved.run.steps.lazy.flatMap(\.plots).first
  }

  /// `nil` where the prose quotes nothing of the results.
  private static func quoted(
    in run: Run, _ notebook: Notebook
  ) -> [(name: String, text: String)]? {
    let values = ReportedValues(run: run, notebook: notebook)
    var quoted: [(name: String, text: String)] = []
    for reference in notebook.valueReferences {
      let name = reference.expressionText
      guard quoted.count < valueLimit, !name.hasPrefix("params."),
        !quoted.contains(where: { $0.name == name }), let text = values.text(reference),
        text.count <= valueLength
      else { continue }
      quoted.append((name, text))
    }
    return quoted.isEmpty ? nil : quoted
  }

  private static func shown(in run: Run) -> [(name: String, text: String)] {
    let values = run.steps.flatMap { step in
      step.shownItems.flatMap { item -> [(name: String, text: String)] in
        guard case .values(let names, _) = item else { return [] }
        return names.compactMap { name in
          step.values[name].map { ("\(step.name).\(name)", $0.text) }
        }
      }
    }
    return Array(values.filter { $0.text.count <= valueLength }.prefix(valueLimit))
  }

  /// `2025-03-12`.
  var date: String { String(started.prefix(10)) }
}

extension ValueReference {
  /// Without the format.
  fileprivate var expressionText: String {
    let text =
      format == nil
      ? source
      : source.range(of: "|", options: .backwards).map { source[..<$0.lowerBound] }
        .map(String.init) ?? source
    return text.replacing("{value}", with: "").trimmingCharacters(in: .whitespaces)
  }
}
