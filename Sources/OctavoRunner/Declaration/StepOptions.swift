import OctavoBase
import OctavoNotebook

/// The options that every step has, whatever its operation: at which points it runs, and how its
/// result is shown.
struct StepOptions: OptionGroup {
  @Option("The operation.") var run: String
  @Option("The axes of the comparison and their values; the step runs once for every combination.")
  var `for`: AxesOption?
  @Option(
    "Makes the step's random numbers depend on this number in place of the step's name.",
    .within(0...Int.max))
  var seed: Int?
  @Option("Said under the step's figure, table or values.") var caption: String?
  @Option("Said in place of the figure to whoever cannot see it.") var alt: String?
  @Option("Which figures, tables and values to show, in this order; `[]` shows none of them.")
  var show: [String]?

  static let forKey = "for"
  static let seedKey = "seed"
  static let names = Set(StepOptions().fields.map(\.name))
}

/// What `for:` says. It is read before the other options, which may use the axes.
struct AxesOption: OptionValue {
  static let typeName = "mapping from axes to values, list of points, or the name of a config"
  static let schema = JSON.object([
    "anyOf": .array([
      .object(["type": .string("object")]),
      .object(["type": .string("array"), "items": .object(["type": .string("object")])]),
      .object(["type": .string("string")]),
    ])
  ])
  var canonical: JSON { .null }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> AxesOption? {
    AxesOption()
  }
}
