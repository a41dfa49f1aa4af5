import Foundation
import OctavoBase
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// Every option of every operation at its extremes: nothing traps, nothing hangs, and what `check`
/// lets through does not fail before it computes. `OCTAVO_EXTREMES=all` tries all of them, which
/// takes some minutes; without it, one in so many is tried.
@Suite(.serialized) final class ExtremesTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static var isWhole: Bool {
    ProcessInfo.processInfo.environment["OCTAVO_EXTREMES"] == "all"
  }

  // MARK: Declarations

  /// What takes any finite number: what is drawn may lie anywhere.
  private static let unbounded: Set = [
    "y-minimum", "y-maximum", "rules.[].y", "rules.y", "baseline",
  ]

  @Test(arguments: Catalogue.octavo.names) func numbersAreBounded(_ name: String) throws {
    for option in OptionSchema.all(of: try #require(Catalogue.octavo[name])) {
      if option.isInteger || option.element?.isInteger == true {
        #expect(option.lowest != nil, "\(name): \(option.name) has no lower bound")
        #expect(option.highest != nil, "\(name): \(option.name) has no upper bound")
      } else if option.isNumber, !Self.unbounded.contains(option.name) {
        #expect(option.lowest != nil, "\(name): \(option.name) has no lower bound")
        #expect(option.highest != nil, "\(name): \(option.name) has no upper bound")
      }
    }
  }

  @Test func anOptionWithoutAnUpperBoundIsFound() throws {
    let schema = JSON.object([
      "anyOf": .array([.object(["type": .string("integer")])]), "minimum": .integer(1),
    ])
    let option = OptionSchema(path: ["count"], schema: schema)
    #expect(option.isInteger && option.lowest == .integer(1) && option.highest == nil)
  }

  // MARK: Checking

  /// Each option of an operation once, in a step that gives it where there is one. Groups that
  /// several operations share are tried in the first of them with what is no number.
  private static let notebooks: [(template: Int, notebooks: [ExtremeNotebook])] = {
    let templates = SmallNotebooks.all.map { NotebookTemplate($0) }
    var given: Set<String> = []
    var found: [[ExtremeNotebook]] = templates.map { _ in [] }
    for wantsGiven in [true, false] {
      for (index, template) in templates.enumerated() {
        found[index] += template.extremes { operation, option, isGiven in
          isGiven == wantsGiven && given.insert("\(operation) \(option.name)").inserted
        }
      }
    }
    return found.enumerated().map { ($0, $1) }
  }()

  private static func some(_ notebooks: [ExtremeNotebook], oneIn number: Int) -> [ExtremeNotebook] {
    isWhole ? notebooks : notebooks.enumerated().filter { $0.offset % number == 0 }.map(\.element)
  }

  private func plan(_ text: String) -> Plan {
    Plan(
      Notebook.read(Source(path: "extreme.md", text: text)), catalogue: .octavo, folder: folder)
  }

  @Test func thereAreThousands() {
    #expect(Self.notebooks.map(\.notebooks.count).reduce(0, +) > 4000)
    // Nothing is wrong with the notebooks themselves.
    for text in SmallNotebooks.all { #expect(!plan(text).hasErrors) }
  }

  @Test(.timeLimit(.minutes(30)), arguments: SmallNotebooks.all.indices)
  func extremesAreChecked(_ index: Int) {
    for notebook in Self.some(Self.notebooks[index].notebooks, oneIn: 12) {
      let start = ContinuousClock.now
      let plan = plan(notebook.text)
      #expect(start.duration(to: .now) < .seconds(2), "\(notebook) takes long to check")
      for diagnostic in plan.diagnostics {
        #expect(diagnostic.range != nil, "\(notebook): \(diagnostic.message)")
      }
    }
  }

  // MARK: Running

  @Test(.timeLimit(.minutes(60)), arguments: SmallNotebooks.all.indices)
  func whatIsCheckedRuns(_ index: Int) throws {
    let store = Store(folder.appending(path: "store"))
    MachineMemory.$total.withValue(2_000_000_000) {
      _ = run(plan(SmallNotebooks.all[index]), only: nil, store, within: .seconds(600))
      for notebook in Self.some(Self.notebooks[index].notebooks, oneIn: 64) {
        let plan = plan(notebook.text)
        if plan.hasErrors { continue }
        let start = ContinuousClock.now
        let outcome = run(plan, only: notebook.step, store, within: .milliseconds(500))
        #expect(start.duration(to: .now) < .seconds(60), "\(notebook) does not stop")
        guard !outcome.wasInterrupted, let step = outcome.run[step: notebook.step],
          case .failed(let error) = step.status
        else { continue }
        #expect(Self.isFoundByComputing(error), "\(notebook) fails with: \(error)")
      }
    }
  }

  private func run(
    _ plan: Plan, only step: String?, _ store: Store, within limit: Duration
  ) -> Runner.Outcome {
    let end = ContinuousClock.now + limit
    var options = Runner.Options()
    options.only = step.map { plan.needed(for: $0) }
    options.store = store
    options.isCancelled = { .now > end }
    return Runner.run(plan, options: options, outputWriter: nil)
  }

  /// Whether an error follows from what was computed, so that no check could have found it.
  private static func isFoundByComputing(_ error: String) -> Bool {
    computed.contains { error.contains($0) }
  }

  private static let computed = [
    "not a finite number", "can be used:", "drop every document", "does not occur in the text",
    "prefers nothing", "the mixture is empty", "no document is longer", "was rearranged",
    "the same reward", "do not determine", "there are no places", "one item at most",
    "are the cell", "has other categories", "is a single token", "the stop text",
    "is not among those", "cannot hold the alphabet", "which announces a part", "no row has",
    "but a context of", "has an overlap of at most", "there is no other question",
    "are not those of these viewings",
  ]
}
