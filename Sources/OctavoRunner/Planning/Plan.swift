import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// A notebook made ready to run: every block checked, every reference followed.
public struct Plan: Sendable {
  public let notebook: Notebook
  public let catalogue: Catalogue
  /// Names the code that computes: results of other code are not taken for this plan's.
  public let program: ContentHash
  public let seed: UInt64
  public let params: [String: Value]
  /// In the notebook's order.
  public let steps: [PlannedStep]
  /// What every block can refer to before the run.
  let environment: Environment
  /// Everything wrong or doubtful, in the notebook's order. With an error among them the plan
  /// cannot be run.
  public let diagnostics: [Diagnostic]

  /// The axes that the command line and the front matter give to the notebook.
  let axes: NotebookAxes
  /// Those of the command line.
  public let givenAxes: [NotebookAxis]
  let folders: [URL]
  let carriedFiles: [String: URL]
  /// The places of the steps in `steps`, by their names.
  let places: [String: Int]

  public var hasErrors: Bool { diagnostics.containsError }

  public func step(named name: String) -> PlannedStep? { places[name].map { steps[$0] } }

  /// What must run so that a step can at some of its points: these, and what they depend on.
  ///
  /// - Parameter isWanted: whether a point of the step is.
  public func needed(
    for name: String, where isWanted: (Point) -> Bool = { _ in true }
  ) -> Set<PointReference> {
    guard let step = step(named: name) else { return [] }
    return needed(
      for: step.points.points.indices.filter { isWanted(step.points.points[$0]) }
        .map { PointReference(step: name, index: $0) })
  }

  /// Points, and what they depend on.
  public func needed(for points: [PointReference]) -> Set<PointReference> {
    var needed: Set<PointReference> = []
    var pending = points
    while let next = pending.popLast() {
      guard needed.insert(next).inserted, let step = self.step(named: next.step) else { continue }
      let point = step.plannedPoints[next.index]
      pending += point.takes
      for whole in point.wholes {
        pending += (self.step(named: whole)?.points.points.indices ?? 0..<0)
          .map { PointReference(step: whole, index: $0) }
      }
    }
    return needed
  }
}

/// A step whose block has been read.
public struct PlannedStep: Sendable {
  public let block: Block
  public let operation: any Operation.Type
  /// Where it runs.
  public let points: PointSet
  /// The axes that it has from the whole notebook.
  let notebookAxes: Set<String>
  /// The steps above whose outputs or values it uses.
  public let dependencies: [String]
  /// The steps and configs that its options name, where they are named, each place once.
  public let references: [Key]
  /// The expressions in its options that stand there as plain text.
  public let expressions: [OctavoNotebook.Expression]
  /// What it says at each of its points.
  let plannedPoints: [PlannedPoint]

  public var name: String { block.name.text }

  /// Whether its points are worth sending to other machines.
  public var isForClusters: Bool { !operation.computesLittle }

  /// The operation with its options at each point, where all of them are known before the run.
  public var drafts: [(any Operation)?] { plannedPoints.map(\.draft) }
}

/// A step at one of its points.
struct PlannedPoint: Sendable {
  let draft: (any Operation)?
  /// The points of other steps that it takes artifacts of.
  let takes: [PointReference]
  /// The steps of which it needs all points.
  let wholes: [String]
  /// The files and folders that its options name.
  let files: [NamedFile]
  /// In bytes, as far as it is known before the run.
  var memory: Int { draft?.memory ?? 0 }

  init(_ reading: StepReading) {
    draft = reading.operation
    // Which point a choice means that waits for a result is not known yet; all of them are waited for.
    takes =
      reading.inputs.filter { !reading.wholes.contains($0.step) }
      .map { PointReference(step: $0.step, index: $0.index) }.distinct
    wholes = reading.wholes
    files = reading.files
  }
}

/// A point of a step, by its place among the step's points.
public struct PointReference: Hashable, Sendable {
  public let step: String
  /// Its place among the step's points.
  public let index: Int

  public init(step: String, index: Int) {
    self.step = step
    self.index = index
  }
}

extension Plan {
  /// What a recorded run was asked for; `nil` for all.
  public func points(askedForBy recorded: ResultsFile) -> Set<PointReference>? {
    var asked: Set<PointReference> = []
    var isWhole = true
    for step in steps {
      let statuses = recorded.steps[step.name]?.statuses ?? [:]
      for (index, point) in step.points.points.enumerated() {
        if statuses[point.description] == .skipped(because: StepRecord.Status.notAskedFor) {
          isWhole = false
        } else {
          asked.insert(PointReference(step: step.name, index: index))
        }
      }
    }
    return isWhole ? nil : asked
  }
}

extension ResultsFile.Step {
  /// Of the points, by their descriptions; of a step without axes that of the one that it has.
  fileprivate var statuses: [String: StepRecord.Status] {
    Dictionary(
      everyPoint.map { ($0.place.description, $0.status) }, uniquingKeysWith: { first, _ in first })
  }
}
