import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner

private typealias Operation = OctavoRunner.Operation

/// A catalogue small enough to reason about: numbers are made, added and refused.
let toys = Catalogue([
  ToyMake.self, ToyAdd.self, ToyFail.self, ToyWait.self, ToyCount.self, ToyConstant.self,
  ToyLabel.self, ToyOdd.self,
])

/// An artifact that is one number.
struct ToyNumber: Artifact {
  typealias Outline = Int

  static let kind = ArtifactKind("number", "one number")
  var number: Int

  init(_ number: Int) { self.number = number }

  func write(to sink: inout some ArtifactSink) throws {
    try sink.file("number.txt", String(number))
  }

  init(contentsOf folder: URL) throws {
    let text = try String(contentsOf: folder.appending(path: "number.txt"), encoding: .utf8)
    number = Int(text) ?? 0
  }
}

struct ToyMake: Operation {
  static let manual = Manual("toy.make", "Makes a number.", example: "run: toy.make\nnumber: 2")
  static let outputs: [Output] = [
    .artifact("number", ToyNumber.self, "The number."),
    .value("number-value", .integer, "The number as a value."),
    .value("seed", .text, "The step's seed."),
    .table("multiples", columns: ["factor", "product"], "Its first multiples."),
    .figure("dots", "The multiples as points."),
  ]

  struct Shape: OptionGroup {
    @Option("Its width.", .within(1...100)) var width = 8
    @Option("Its heads.", .within(1...100)) var heads = 2

    func check(_ findings: inout Findings) {
      if width % heads != 0 {
        findings.report(at: "heads", "\(heads) heads do not divide the width of \(width)")
      }
    }
  }

  enum Size: String, OptionChoice { case small, large }

  @Option("Which number.", .within(0...1000)) var number: Int
  @Option("A shape.") var shape = Shape()
  @Option("A size.") var size = Size.small
  @Option("A share.", .within(0..<1)) var share = 0.5
  @Option("A file.") var file: FilePath?
  @Option("Whether to warn.") var warns = false

  func foresee(_ outlook: inout Outlook) {
    outlook.expect("number", ToyNumber.self, number)
  }

  func run(in context: StepContext) throws -> StepResult {
    if warns { context.warn("this is a warning") }
    var result = StepResult()
    result.artifacts["number"] = ToyNumber(number)
    result.values = ["number-value": .integer(number), "seed": .text(String(context.seed))]
    result.tables["multiples"] = Table([
      .init("factor", integers: [1, 2, 3]),
      .init("product", integers: [number, 2 * number, 3 * number]),
    ])
    result.figures["dots"] = Figure(.passages([Passage(text: "dots")]))
    result.shown = ["number-value"]
    return result
  }
}

struct ToyAdd: Operation {
  static let manual = Manual("toy.add", "Adds two numbers.", example: "run: toy.add\nto: two")
  static let outputs: [Output] = [
    .artifact("number", ToyNumber.self, "The sum."),
    .value("sum", .integer, "The sum as a value."),
  ]

  @Input("A number.") var to: ToyNumber
  @Input("Another.") var and: ToyNumber?
  @Input("A table.") var table: Table?
  @Option("A constant.") var plus = 0

  func check(_ findings: inout Findings) {
    if let outline = $to.outline, outline + plus > 1000 {
      findings.report(at: "plus", "the sum would be \(outline + plus)")
    }
  }

  func run(in context: StepContext) throws -> StepResult {
    let sum = to.number + (and?.number ?? 0) + plus
    var result = StepResult()
    result.artifacts["number"] = ToyNumber(sum)
    result.values["sum"] = .integer(sum)
    result.shown = ["sum"]
    return result
  }
}

struct ToyFail: Operation {
  static let manual = Manual("toy.fail", "Fails.", example: "run: toy.fail")
  static let outputs: [Output] = [
    .artifact("number", ToyNumber.self, "Never made."), .value("never", .number, "Never known."),
  ]

  struct Refusal: Error, CustomStringConvertible {
    var description: String { "refused" }
  }

  func run(in context: StepContext) throws -> StepResult { throw Refusal() }
}

/// Reports progress until it is interrupted or done.
struct ToyWait: Operation {
  static let manual = Manual("toy.wait", "Waits.", example: "run: toy.wait")
  static let outputs: [Output] = [.value("rounds", .integer, "How many rounds it waited.")]

  func run(in context: StepContext) throws -> StepResult {
    for round in 1...3 { try context.report(StepProgress(round, of: 3, unit: "rounds")) }
    var result = StepResult()
    result.values["rounds"] = 3
    return result
  }
}

/// Adds the numbers up to one, and goes on where it was stopped.
struct ToyCount: Operation {
  static let manual = Manual("toy.count", "Counts.", example: "run: toy.count\nto: 8")
  static let outputs: [Output] = [.value("sum", .integer, "The sum of the numbers.")]

  private struct State: Codable {
    var last = 0
    var sum = 0
  }

  @Option("The last number.") var to: Int

  func run(in context: StepContext) throws -> StepResult {
    var state =
      context.resumed { try JSONDecoder().decode(State.self, from: $0) } ?? State()
    while state.last < to {
      state.last += 1
      state.sum += state.last
      let kept = state
      try context.report(
        StepProgress(state.last, of: to, unit: "numbers"),
        keeping: { try JSONEncoder().encode(kept) })
    }
    var result = StepResult()
    result.values["sum"] = .integer(state.sum)
    return result
  }
}

/// Makes the same number whatever its name.
struct ToyConstant: Operation {
  static let manual = Manual("toy.constant", "Makes 7.", example: "run: toy.constant")
  static let outputs: [Output] = [.artifact("number", ToyNumber.self, "Seven.")]

  func run(in context: StepContext) -> StepResult {
    var result = StepResult()
    result.artifacts["number"] = ToyNumber(7)
    return result
  }
}

/// Says what the notebook calls its input.
struct ToyLabel: Operation {
  static let manual = Manual("toy.label", "Labels.", example: "run: toy.label\nnumber: two")
  static let outputs: [Output] = [.value("label", .text, "The input's name.")]

  @Input("A number.", countsByName: true) var number: ToyNumber

  func run(in context: StepContext) -> StepResult {
    var result = StepResult()
    result.values["label"] = .text($number.reference)
    return result
  }
}

/// Makes values that JSON does not hold as they are.
struct ToyOdd: Operation {
  static let manual = Manual("toy.odd", "Makes odd values.", example: "run: toy.odd")
  static let outputs: [Output] = [
    .value("whole", .number, "Two."), .value("negative-zero", .number, "Zero from below."),
    .value("nan", .number, "No number."), .value("text", .text, "A text like a number."),
    .value("tenth", .number, "0.1 + 0.2."), .table("cells", columns: ["cell"], "The same."),
  ]

  func run(in context: StepContext) -> StepResult {
    var result = StepResult()
    result.values = [
      "whole": .number(2), "negative-zero": .number(-0.0), "nan": .number(.nan), "text": "#1",
      "tenth": .number(0.1 + 0.2),
    ]
    result.tables["cells"] = Table([
      .init("cell", unit: "m", [.number(2), .integer(2), "'", nil, true, .number(.infinity)])
    ])
    return result
  }
}

/// The plan of a notebook that is given as text.
func plan(_ text: String, seed: UInt64? = nil, folder: URL = .temporaryDirectory) -> Plan {
  Plan(
    Notebook.read(Source(path: "toy.md", text: text)), catalogue: toys, seed: seed, folder: folder)
}

/// What comes of running a notebook that is given as text.
func outcome(
  of text: String, seed: UInt64? = nil, options: Runner.Options = .init()
) -> Runner.Outcome {
  Runner.run(plan(text, seed: seed), options: options, deliverables: nil)
}

/// A run as it is saved.
func saved(_ run: Run, _ text: String = "") -> SavedRun {
  SavedRun(
    run: run, notebook: .init(text: text, path: "toy.md", reportFolder: "outputs/toy"),
    images: [:], showsTimings: true)
}
