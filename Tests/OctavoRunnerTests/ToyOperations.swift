import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner

private typealias Operation = OctavoRunner.Operation

/// A catalogue small enough to reason about: numbers are made, added and refused.
let toys = Catalogue([
  ToyMake.self, ToyAdd.self, ToyFail.self, ToyWait.self, ToyCount.self, ToyConstant.self,
  ToyLabel.self, ToyOdd.self, ToyRows.self,
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
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The number.") var number: ToyNumber
    @Output("The number as a value.") var numberValue: Int
    @Output("The step's seed.") var ownSeed: String
    @Output("Its first multiples.", columns: ["factor", "product"]) var multiples: Table
    @Output("The multiples as points.") var dots: Figure

    var shown: [any DeclaredOutput] { [$numberValue] }
  }

  struct Shape: OptionGroup {
    @Option("Its width.", .within(1...100)) var width = 8
    @Option("Its heads.", .within(1...100)) var heads = 2

    func check(_ problems: inout Problems) {
      if width % heads != 0 {
        problems.report(at: $heads, "\(heads) heads do not divide the width of \(width)")
      }
    }
  }

  enum Size: String, OptionChoice { case small, large }

  @Option("Which number.", .within(0...1000)) var number: Int
  @Option("A shape.") var shape = Shape()

  /// A number takes as long as it is large.
  var work: Double? { Double(number) }
  @Option("A size.") var size = Size.small
  @Option("A share.", .within(0..<1)) var share = 0.5
  @Option("A file.") var file: FilePath?
  @Option("Whether to warn.") var warns = false

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$number] = number
  }

  func run(in context: StepContext) throws -> Outputs {
    if warns { context.warn(.grave, "this is a warning") }
    if warns, number > 500 { context.warn(.ordinary, "\(number) is more than 500") }
    var outputs = Outputs()
    outputs.number = ToyNumber(number)
    outputs.numberValue = number
    outputs.ownSeed = String(context.seed)
    outputs.multiples = Table([
      .init("factor", integers: [1, 2, 3]),
      .init("product", integers: [number, 2 * number, 3 * number]),
    ])
    outputs.dots = Figure(.passages([Passage(text: "dots")]))
    return outputs
  }
}

struct ToyAdd: Operation {
  static let manual = Manual("toy.add", "Adds two numbers.", example: "run: toy.add\nto: two")
  struct Outputs: OutputGroup {
    @Output("The sum.") var number: ToyNumber
    @Output("The sum as a value.") var sum: Int

    var shown: [any DeclaredOutput] { [$sum] }
  }

  @Input("A number.") var to: ToyNumber
  @Input("Another.") var and: ToyNumber?
  @Input("A table.") var table: Table?
  @Option("A constant.") var plus = 0

  func check(_ problems: inout Problems) {
    if let outline = $to.outline, outline + plus > 1000 {
      problems.report(at: $plus, "the sum would be \(outline + plus)")
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let sum = to.number + (and?.number ?? 0) + plus
    var outputs = Outputs()
    outputs.number = ToyNumber(sum)
    outputs.sum = sum
    return outputs
  }
}

struct ToyFail: Operation {
  static let manual = Manual("toy.fail", "Fails.", example: "run: toy.fail")
  struct Outputs: OutputGroup {
    @Output("Never made.") var number: ToyNumber
    @Output("Never known.") var never: Double
  }

  struct Refusal: Error, CustomStringConvertible {
    var description: String { "refused" }
  }

  func run(in context: StepContext) throws -> Outputs { throw Refusal() }
}

/// Reports progress until it is interrupted or done.
struct ToyWait: Operation {
  static let manual = Manual("toy.wait", "Waits.", example: "run: toy.wait")
  struct Outputs: OutputGroup {
    @Output("How many rounds it waited.") var rounds: Int
  }

  func run(in context: StepContext) throws -> Outputs {
    for round in 1...3 { try context.report(StepProgress(round, of: 3, unit: "rounds")) }
    var outputs = Outputs()
    outputs.rounds = 3
    return outputs
  }
}

/// Adds the numbers up to one, and goes on where it was stopped.
struct ToyCount: Operation {
  static let manual = Manual("toy.count", "Counts.", example: "run: toy.count\nto: 8")
  struct Outputs: OutputGroup {
    @Output("The sum of the numbers.") var sum: Int
  }

  private struct State: Codable {
    var last = 0
    var sum = 0
  }

  @Option("The last number.") var to: Int

  func run(in context: StepContext) throws -> Outputs {
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
    var outputs = Outputs()
    outputs.sum = state.sum
    return outputs
  }
}

/// Makes the same number whatever its name.
struct ToyConstant: Operation {
  static let manual = Manual("toy.constant", "Makes 7.", example: "run: toy.constant")
  struct Outputs: OutputGroup {
    @Output("Seven.") var number: ToyNumber
  }

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.number = ToyNumber(7)
    return outputs
  }
}

/// Says what the notebook calls its input.
struct ToyLabel: Operation {
  static let manual = Manual("toy.label", "Labels.", example: "run: toy.label\nnumber: two")
  struct Outputs: OutputGroup {
    @Output("The input's name.") var label: String
  }

  @Input("A number.", countsByName: true) var number: ToyNumber

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.label = $number.reference
    return outputs
  }
}

/// Tells the form of a table.
struct ToyRows: Operation {
  static let manual = Manual("toy.rows", "Counts rows.", example: "run: toy.rows\ntable: two")
  struct Outputs: OutputGroup {
    @Output("How many rows it has.") var rows: Int
    @Output("The names of its columns.") var columns: String
  }

  @Input("A table.") var table: Table

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.rows = table.rowCount
    outputs.columns = table.columns.map(\.name).joined(separator: " ")
    return outputs
  }
}

/// Makes values that JSON does not hold as they are.
struct ToyOdd: Operation {
  static let manual = Manual("toy.odd", "Makes odd values.", example: "run: toy.odd")
  struct Outputs: OutputGroup {
    @Output("Two.") var whole: Double
    @Output("Zero from below.") var negativeZero: Double
    @Output("No number.") var nan: Double
    @Output("A text like a number.") var text: String
    @Output("0.1 + 0.2.") var tenth: Double
    @Output("The same.", columns: ["cell"]) var cells: Table
  }

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.whole = 2
    outputs.negativeZero = -0.0
    outputs.nan = .nan
    outputs.text = "#1"
    outputs.tenth = 0.1 + 0.2
    outputs.cells = Table([
      .init("cell", unit: "m", [.number(2), .integer(2), "'", nil, true, .number(.infinity)])
    ])
    return outputs
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
  Runner.run(plan(text, seed: seed), options: options, outputWriter: nil)
}

/// A run as it is saved.
func saved(_ run: Run, _ text: String = "") -> SavedRun {
  SavedRun(
    run: run, notebook: .init(text: text, path: "toy.md", reportFolder: "outputs/toy"),
    images: [:], showsTimings: true)
}
