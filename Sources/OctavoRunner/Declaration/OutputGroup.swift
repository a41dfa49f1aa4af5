import OctavoBase
import OctavoResults

/// What an operation makes, or a part of it that several operations make: a type whose properties
/// are declared with `@Output`, and groups of such.
///
///     struct Outputs: OutputGroup {
///       @Output("The text.") var corpus: Corpus
///       @Output("How many characters it has.") var characters: Int
///       var shown: [any DeclaredOutput] { [$characters] }
///     }
///
/// The first artifact and the first table are what a step's bare name stands for.
public protocol OutputGroup: Sendable {
  init()

  /// What a report shows, in this order, unless the notebook's `show:` says otherwise. What was not
  /// made is passed over.
  var shown: [any DeclaredOutput] { get }

  /// What was expected, and whether it holds.
  var verdicts: [Verdict] { get }
}

extension OutputGroup {
  public var shown: [any DeclaredOutput] { [] }
  public var verdicts: [Verdict] { [] }
}

/// A declared output, whatever its type.
public protocol DeclaredOutput: Sendable {}

/// What the machinery needs to know of a declared output that a report shows.
protocol ShownDeclaration: DeclaredOutput {
  var identity: OutputIdentity { get }

  func shownNames(of name: String) -> [String]
}

/// What the machinery needs to know of a declared output.
protocol OutputDeclaration: ShownDeclaration {
  func outlines(named name: String) -> [OutputOutline]

  /// Returns whether there is something to add.
  func add(to result: inout StepResult, as name: String) -> Bool
}

extension OutputDeclaration {
  func shownNames(of name: String) -> [String] { [name] }
}

extension OutputGroup {
  /// The declared outputs under the names that notebooks use, in declared order. A group that is
  /// stored as a property adds its own to its owner's.
  var declarations: [(name: String, output: any OutputDeclaration)] {
    Mirror(reflecting: self).children.flatMap {
      child -> [(name: String, output: any OutputDeclaration)] in
      if let output = child.value as? any OutputDeclaration, let label = child.label {
        return [(label.hyphenated, output)]
      }
      return (child.value as? any OutputGroup)?.declarations ?? []
    }
  }

  static var outlines: [OutputOutline] {
    outlineCache.finding(of: Self.self) {
      Self().declarations.flatMap { $0.output.outlines(named: $0.name) }
    }
  }

  /// The names of what a report shows where the step's `show` does not say otherwise.
  var shownNames: [String] {
    let declarations = declarations
    return shown.flatMap { item -> [String] in
      guard let item = item as? any ShownDeclaration,
        let name = declarations.first(where: { $0.output.identity === item.identity })?.name
      else { return [] }
      return item.shownNames(of: name)
    }
  }

  /// What was made, under the declared names.
  /// - Throws: `MissingOutput` where something was not made that always has to be.
  func result() throws -> StepResult {
    let (result, missing) = made()
    if let missing { throw MissingOutput(name: missing) }
    return result
  }

  /// What was made so far, and the first output that was not and has to be.
  func made() -> (result: StepResult, missing: String?) {
    var result = StepResult()
    var missing: String?
    let declarations = declarations
    for (name, output) in declarations where !output.add(to: &result, as: name) {
      missing = missing ?? name
    }
    result.shown = shownNames
    result.verdicts = verdicts
    return (result, missing)
  }
}

/// An operation has not made what it declares. That is a fault of the operation, not of a notebook.
public struct MissingOutput: Error, CustomStringConvertible {
  let name: String

  public var description: String {
    "the operation did not make its output `\(name)`, which is a fault in Octavo"
  }
}

/// A group's outputs as they are declared, before any is made.
private let outlineCache = TypeCache<[OutputOutline]>()

extension Operation {
  /// What a step of this operation offers to the steps after it.
  public static var outputs: [OutputOutline] { Outputs.outlines }

  /// The names of the outputs that a report shows where a step does not say otherwise.
  static var shownOutputs: [String] { Outputs().shownNames.distinct }
}
