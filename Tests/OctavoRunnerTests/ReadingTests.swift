import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Synchronization
import Testing

private typealias Operation = OctavoRunner.Operation

/// How often a step's block is read, and what becomes of what cannot be read.
@Suite final class ReadingTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private var store: Store { Store(folder.appending(path: "store")) }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func run(_ plan: Plan) -> Runner.Outcome {
    var options = Runner.Options()
    options.store = store
    return Runner.run(plan, options: options, outputWriter: nil)
  }

  // MARK: How often

  private func probe(_ name: String) -> Plan {
    let text = """
      ```step one
      run: toy.make
      number: 2
      ```

      ```step two
      run: toy.probe
      number: one
      probe: \(name)
      ```
      """
    return Plan(
      Notebook.read(Source(path: "toy.md", text: text)),
      catalogue: Catalogue([ToyMake.self, ToyProbe.self]), folder: folder)
  }

  @Test func aStepIsReadOnceForThePlanAndOnceForTheRun() {
    let plan = probe("computed")
    #expect(Probe.counts("computed") == .init(read: 1, hashed: 0))
    #expect(run(plan).run[step: "two"]?.values["number"] == 2)
    // What it reads is hashed for its key, and again to see that it has not changed meanwhile.
    #expect(Probe.counts("computed") == .init(read: 2, hashed: 2))
  }

  @Test func aStoredStepIsReadOnceToo() {
    _ = run(probe("stored"))
    let before = Probe.counts("stored")
    #expect(run(probe("stored")).metadata["two"]?.cached == true)
    #expect(Probe.counts("stored") == .init(read: before.read + 2, hashed: before.hashed + 1))
  }

  @Test func anInputIsTakenFromTheStoreWithoutReadingAgain() {
    _ = run(plan("```step one\nrun: toy.make\nnumber: 2\n```"))
    let outcome = run(probe("taken"))
    #expect(outcome.metadata["one"]?.cached == true)
    #expect(outcome.metadata["two"]?.cached == false)
    #expect(outcome.run[step: "two"]?.values["number"] == 2)
    #expect(Probe.counts("taken") == .init(read: 2, hashed: 2))
  }

  // MARK: What cannot be read

  @Test func aFileThatIsGoneIsAnErrorAndNotAnotherKey() throws {
    try Data("text".utf8).write(to: folder.appending(path: "a.txt"))
    let plan = plan("```step one\nrun: toy.make\nnumber: 1\nfile: a.txt\n```")
    #expect(!plan.hasErrors)
    #expect(plan.forecast(with: store).flatMap(\.points) == [.computed])
    try FileManager.default.removeItem(at: folder.appending(path: "a.txt"))
    guard case .fails(let reason)? = plan.forecast(with: store).first?.points.first else {
      Issue.record("it is not foreseen")
      return
    }
    #expect(reason.contains("there is no file `a.txt`"))
    let outcome = run(plan)
    #expect(outcome.run[step: "one"]?.status == .failed(error: reason))
    #expect(outcome.metadata["one"]?.key == nil)
  }

  /// As a file in a folder may be, which is not looked into before.
  @Test func whatCannotBeHashedIsAnError() {
    let plan = probe(Probe.unreadable)
    #expect(!plan.hasErrors)
    _ = run(self.plan("```step one\nrun: toy.make\nnumber: 2\n```"))
    #expect(plan.forecast(with: store).last?.points.first == .fails("unreadable"))
    #expect(run(plan).run[step: "two"]?.status == .failed(error: "unreadable"))
  }

  private func plan(_ text: String) -> Plan { OctavoRunnerTests.plan(text, folder: folder) }

  // MARK: Fields

  /// The fields of default values are made with a group and are not its own; a default that is made
  /// only once is made with the first group alone.
  @Test func fieldsAreFoundInEveryGroupOfAType() {
    let blocks = (0..<4).map { index in
      "```step s\(index)\nrun: toy.nested\nlength: \(index)\nsize: {width: \(2 * index + 2)}\n"
        + "last: \(index + 2)\n```\n"
    }
    let plan = Plan(
      Notebook.read(Source(path: "toy.md", text: blocks.joined())),
      catalogue: Catalogue([ToyNested.self]), folder: folder)
    #expect(plan.diagnostics.map(\.message) == [])
    let fields = Runner.run(plan, options: .init(), outputWriter: nil).run.steps.map {
      $0.values["all"]
    }
    #expect(fields == (0..<4).map { .text("\($0) \(2 * $0 + 2) 2 8 2 \($0 + 2)") })
  }
}

/// An option that counts how often it is read and hashed, by what it says.
private struct Probe: OptionValue {
  struct Counts: Hashable {
    var read = 0
    var hashed = 0
  }

  let name: String

  static let typeName = "name"
  static let schema = JSON.object(["type": .string("string")])
  private static let all = Mutex<[String: Counts]>([:])

  static func counts(_ name: String) -> Counts { all.withLock { $0[name] ?? Counts() } }

  static let unreadable = "unreadable"

  struct Refusal: Error, CustomStringConvertible {
    var description: String { Probe.unreadable }
  }

  var canonical: JSON {
    get throws {
      if name == Self.unreadable { throw Refusal() }
      Self.all.withLock { $0[name, default: Counts()].hashed += 1 }
      return .string(name)
    }
  }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Probe? {
    guard let name = String.decode(node, &decoder) else { return nil }
    all.withLock { $0[name, default: Counts()].read += 1 }
    return Probe(name: name)
  }
}

private struct ToyProbe: Operation {
  static let manual = Manual("toy.probe", "Counts.", example: "run: toy.probe\nprobe: a")
  struct Outputs: OutputGroup {
    @Output("The number.") var number: Int
  }

  @Input("A number.") var number: ToyNumber
  @Option("What is counted.") var probe: Probe

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.number = number.number
    return outputs
  }
}

private struct ToyNested: Operation {
  static let manual = Manual("toy.nested", "Has groups.", example: "run: toy.nested")
  struct Outputs: OutputGroup {
    @Output("All options.") var all: String
  }

  struct Part: OptionGroup {
    @Option("A length.") var length = 1
  }

  static let usual = ToyMake.Shape()

  var part = Part()
  @Option("A shape.") var size = ToyMake.Shape()
  @Option("Another.") var other = usual
  @Option("A number.") var last = 0

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.all =
      "\(part.length) \(size.width) \(size.heads) \(other.width) \(other.heads) \(last)"
    return outputs
  }
}
