import Foundation
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
  /// Configs and steps, in the notebook's order.
  let elements: [PlannedElement]
  /// Everything wrong or doubtful, in the notebook's order. With an error among them the plan
  /// cannot be run.
  public let diagnostics: [Diagnostic]

  let folders: [URL]
  /// The places of the steps in `steps`, by their names.
  let places: [String: Int]

  public var hasErrors: Bool { diagnostics.containsError }

  public func step(named name: String) -> PlannedStep? { places[name].map { steps[$0] } }

  /// The steps that must run so that `name` can: itself and what it depends on.
  public func needed(for name: String) -> Set<String> {
    var needed: Set<String> = []
    var pending = [name]
    while let next = pending.popLast() {
      guard needed.insert(next).inserted else { continue }
      pending += step(named: next)?.dependencies ?? []
    }
    return needed
  }
}

/// A block that a run works off when its turn comes.
enum PlannedElement: Sendable {
  case config(Block)
  case step(PlannedStep)
}

/// A step whose block has been read.
public struct PlannedStep: Sendable {
  public let block: Block
  public let operation: any Operation.Type
  /// The steps above whose outputs or values it uses.
  public let dependencies: [String]
  /// The operation with its options, where all of them are known before the run.
  public let draft: (any Operation)?

  public var name: String { block.name.text }
}
