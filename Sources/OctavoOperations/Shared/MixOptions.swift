import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// Sets of examples that become one, each with its share.
struct MixOptions<Examples: ExampleSet>: OptionGroup {
  struct SourceOptions: OptionGroup {
    @Input("The examples.", countsByName: true) var data: Examples
    @Option("Its share of the mixture.", .within(0...1)) var proportion = 1.0
  }

  @Option("The sets, each with its share; shares are divided by their sum.", .notEmpty)
  var sources: [SourceOptions]
  @Option(
    "How many examples for training the mixture has; without it, as many as the sources, each whole.",
    .limit) var size: Int?

  func check(_ problems: inout Problems) {
    if sources.allSatisfy({ $0.proportion == 0 }) {
      problems.report(
        at: $sources, "every `proportion` is 0, so that the mixture is empty",
        remedy: "give a `proportion` above 0")
    }
    if size == nil, Set(sources.map(\.proportion)).count > 1 {
      problems.report(
        at: $sources, "the proportions need a `size`", remedy: "give `size`, a number of examples")
    }
    if let size, size > MachineMemory.total / MixOptions.bytesPerExample {
      problems.report(
        at: $size, "\(size.forReading) examples are too many for this machine's memory",
        remedy: "give a smaller `size`")
    }
  }

  /// The memory that an example with empty texts takes.
  private static var bytesPerExample: Int { 256 }

  var outline: ExampleOutline? {
    let outlines = sources.compactMap(\.$data.outline)
    guard outlines.count == sources.count else { return nil }
    return ExampleOutline(hasValidation: outlines.contains { $0.hasValidation })
  }

  /// The mixture, and what of each set is in it.
  func mixture(_ seed: UInt64) throws -> (examples: Examples, table: Table) {
    let names = sources.map { source in String(source.$data.reference.prefix { $0 != "." }) }
    let counts = sources.map(\.data.training.count)
    if let index = sources.indices.first(where: { counts[$0] == 0 && sources[$0].proportion > 0 }) {
      throw OperationError("`\(sources[index].$data.reference)` has no examples for training")
    }
    let amounts: CorpusMixture.Amounts =
      size.map { .proportions(sources.map(\.proportion), total: $0) }
      ?? .epochs(sources.map { _ in 1 })
    let mixture = CorpusMixture(
      of: zip(names, counts).map { .init(name: $0, sizes: Array(repeating: 1, count: $1)) },
      amounts, using: RandomStream(seed: seed))
    guard !mixture.picks.isEmpty else {
      throw OperationError(
        "the mixture is empty: no share of its size is half an example",
        remedy: "give a larger `size`")
    }
    let examples = Examples(
      training: mixture.picks.map { sources[$0.source].data.training[$0.document] },
      validation: sources.filter { $0.proportion > 0 }.flatMap(\.data.validation))
    let table = Table([
      .init("source", texts: mixture.rows.map(\.name)),
      .init("examples", integers: mixture.rows.map(\.documents)),
      .init("proportion", numbers: mixture.rows.map(\.proportion)),
      .init("epochs", numbers: mixture.rows.map(\.epochs)),
    ])
    return (examples, table)
  }
}

/// The columns of what of each set is in a mixture.
let mixtureColumns = ["source", "examples", "proportion", "epochs"]
