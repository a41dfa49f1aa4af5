/// The options that every step has, whatever its operation: how its result is shown. None of them
/// changes what is computed.
struct StepOptions: OptionGroup {
  @Option("The operation.") var run: String
  @Option("Said under the step's figure, table or values.") var caption: String?
  @Option("Said in place of the figure to whoever cannot see it.") var alt: String?
  @Option("Which figures, tables and values to show, in this order; `[]` shows none of them.")
  var show: [String]?

  static let names = Set(StepOptions().fields.map(\.name))
}
