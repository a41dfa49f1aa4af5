import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

private typealias Operation = OctavoRunner.Operation

/// A group's defaults may be arguments, so that operations share it and differ in them.
@Suite struct GroupDefaultTests {
  private func numbers(_ blocks: [String]) -> [String: Value] {
    let text = blocks.enumerated().map { "```step s\($0)\n\($1)\n```\n" }.joined()
    let plan = Plan(
      Notebook.read(Source(path: "toy.md", text: text)),
      catalogue: Catalogue([ToyLong.self, ToyShort.self]), folder: .temporaryDirectory)
    #expect(plan.diagnostics.map(\.message) == [])
    let steps = Runner.run(plan, options: .init(), outputWriter: nil).run.steps
    return Dictionary(uniqueKeysWithValues: steps.map { ($0.name, $0.values["all"]!) })
  }

  @Test func holdForWhatAMappingLeavesOut() {
    let values = numbers([
      "run: toy.long\nrecipe: {batch: 2}", "run: toy.short\nrecipe: {batch: 3}",
      "run: toy.long\nrecipe: {length: 7, rate: 5}", "run: toy.long", "run: toy.short",
      "run: toy.short\nrecipe: {rate: 6}", "run: toy.long\nrecipe: {batch: 9}",
    ])
    #expect(
      values == [
        "s0": "50 2 8", "s1": "1 3 4", "s2": "7 4 5", "s3": "50 4 8", "s4": "1 4 4", "s5": "1 4 6",
        "s6": "50 9 8",
      ])
  }

  @Test func standInHelpAndSchema() throws {
    for (operation, length, rate) in [
      (ToyLong.self as any OctavoRunner.Operation.Type, 50, 8), (ToyShort.self, 1, 4),
    ] {
      let document = OperationDocument(of: operation)
      let members = try #require(document.options.first).members
      #expect(members.map(\.name) == ["length", "batch", "rate"])
      #expect(
        members.map(\.presence) == ["default \(length)", "default 4", "default \(rate)"])
      #expect(document.schema.compactText.contains(#""default":\#(length)"#))
    }
  }
}

private struct Recipe: OptionGroup {
  struct Rates: OptionGroup {
    @Option var rate: Int

    init() { self.init(rate: 4) }
    init(rate: Int) { _rate = Option(wrappedValue: rate, "A rate.") }
  }

  @Option var length: Int
  @Option("A batch.") var batch = 4
  let rates: Rates

  init() { self.init(length: 1, rate: 4) }

  init(length: Int, rate: Int) {
    _length = Option(wrappedValue: length, "A length.", .within(1...100))
    rates = Rates(rate: rate)
  }

  var text: String { "\(length) \(batch) \(rates.rate)" }
}

private struct ToyText: OutputGroup {
  @Output("All options.") var all: String
}

extension ToyText {
  init(_ recipe: Recipe) { all = recipe.text }
}

private struct ToyLong: Operation {
  static let manual = Manual("toy.long", "Has a long recipe.", example: "run: toy.long")

  @Option("The recipe.") var recipe = Recipe(length: 50, rate: 8)

  func run(in context: StepContext) -> ToyText { ToyText(recipe) }
}

private struct ToyShort: Operation {
  static let manual = Manual("toy.short", "Has a short recipe.", example: "run: toy.short")

  @Option("The recipe.") var recipe = Recipe()

  func run(in context: StepContext) -> ToyText { ToyText(recipe) }
}
