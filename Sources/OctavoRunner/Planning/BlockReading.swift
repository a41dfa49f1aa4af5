import OctavoBase
import OctavoNotebook
import OctavoResults

/// What a step's block says at one of the step's points, as far as it can be known by now.
struct StepReading {
  var operation: (any Operation)?
  var offer: StepOffer
  var presentation: Presentation
  var dependencies: [String]
  /// Those of them that it needs as a whole, for their tables or values.
  var wholes: [String]
  /// The artifacts of other steps that it takes.
  var inputs: [InputReference]
  /// The points of other steps that the step takes over.
  var inherited: [InheritedPoints]
  /// The steps and configs that its options name.
  var references: [Key] = []
  /// The files and folders that its options name.
  var files: [NamedFile] = []
  /// What its random numbers depend on in place of its name.
  var seed: Int?
  /// Those that stand in options as plain text.
  var expressions: [Expression] = []
  /// What its expressions mention.
  var paths: [Path]
  var diagnostics: [Diagnostic]

  /// What the report says of the step besides what came of it.
  var warnings: [StepWarning] {
    diagnostics.filter { $0.identifier == .missingPoints || $0.identifier == .seedChosenByResult }
      .map {
        StepWarning(.ordinary, $0.message.prefix(1).uppercased() + $0.message.dropFirst() + ".")
      }
      .distinct
  }
}

extension Environment {
  /// Reads a step again at one of its points, with what is known by now.
  func read(_ step: PlannedStep, at point: Point) -> StepReading {
    at(point).read(step: step.block, as: step.operation)
  }

  /// Reads a step block of a known operation.
  func read(step block: Block, as operation: any Operation.Type) -> StepReading {
    func reading<Kind: Operation>(_ kind: Kind.Type) -> StepReading { read(block, as: kind) }
    return reading(operation)
  }

  private func read<Kind: Operation>(_ block: Block, as kind: Kind.Type) -> StepReading {
    let name = block.name.text
    var reading = StepReading(
      offer: StepOffer(of: name, outputs: Kind.outputs), presentation: Presentation(),
      dependencies: [], wholes: [], inputs: [], inherited: [], paths: [], diagnostics: [])
    guard let whole = block.body else { return reading }
    // What `for` says has been read, and it may be long.
    let body = Node.Mapping(whole.entries.filter { $0.key.text != StepOptions.forKey })
    let mapping = body.resolved(in: scope, &reading.diagnostics)
    var decoder = OptionDecoder(of: name, environment: self)
    let commonNames = StepOptions.names
    let own = mapping.entries.filter { !commonNames.contains($0.key.text) }
    let common = mapping.entries.filter { commonNames.contains($0.key.text) }

    // Most steps say nothing but what they run, which is known to be right.
    if common.count > 1,
      let options = StepOptions.decode(
        ResolvedNode.Mapping(common), at: block.name.range, &decoder)
    {
      reading.presentation = Presentation(options)
      reading.seed = options.seed
      if options.seed != nil, !Kind.drawsRandomNumbers {
        reading.diagnostics.append(
          Diagnostic(
            .unusedOption, .warning, at: mapping.entry(StepOptions.seedKey)?.key.range,
            "the seed is not used: `\(Kind.manual.name)` draws no random numbers",
            remedy: "leave it out"))
      }
      decoder.check(options.show, of: mapping["show"], against: Kind.outputs)
      reading.diagnostics += unused(options, in: mapping, of: Kind.outputs)
    }
    let isPresentationPending = decoder.isPending
    decoder.isPending = false
    if let operation = Kind.decode(
      ResolvedNode.Mapping(own), at: block.name.range, &decoder)
    {
      operation.outline(&reading.offer)
      if !decoder.isPending, !isPresentationPending { reading.operation = operation }
    }
    let valued = dependencies(of: body.paths)
    reading.dependencies = (decoder.dependencies + valued).distinct
    reading.wholes = (decoder.wholes + valued).distinct
    reading.inputs = decoder.inputs
    reading.files = decoder.files
    reading.references = decoder.references
    reading.expressions = decoder.expressions
    reading.paths = body.paths + decoder.expressions.flatMap(\.paths)
    reading.inherited = decoder.inherited + inherited(through: reading.paths)
    reading.diagnostics += decoder.diagnostics
    reading.diagnostics += (body.expressions + decoder.expressions).flatMap(seedsChosenByResult)
    return reading
  }
}

/// Warns where a seed is chosen by its result: what follows is better than a new seed would give.
private func seedsChosenByResult(in expression: Expression) -> [Diagnostic] {
  expression.axesChosenByResult.filter { $0.text == Point.seedAxis }.map { axis in
    Diagnostic(
      .seedChosenByResult, .warning, at: axis.range,
      "a seed is chosen by its result, so what is measured with it is better than another seed would "
        + "give",
      remedy: "judge it on other seeds")
  }
}

/// Warns of a caption or an alternative text that nothing in the report takes.
private func unused(
  _ options: StepOptions, in mapping: ResolvedNode.Mapping, of outputs: [OutputOutline]
) -> [Diagnostic] {
  let shown = outputs.filter { $0.isVisible && options.show?.contains($0.name) != false }
  let hasFigure = shown.contains { if case .figure = $0.content { true } else { false } }
  var diagnostics: [Diagnostic] = []
  if options.caption != nil, shown.isEmpty {
    diagnostics.append(
      Diagnostic(
        .unusedOption, .warning, at: mapping["caption"]?.range,
        "the caption is not shown: the step shows no figure, table or value",
        remedy: "take it out, or say it in the prose"))
  }
  if options.alt != nil, !hasFigure {
    diagnostics.append(
      Diagnostic(
        .unusedOption, .warning, at: mapping["alt"]?.range,
        "the alternative text is not used: the step shows no figure",
        remedy: "take it out, or say it in the prose"))
  }
  return diagnostics
}

extension OptionDecoder {
  /// Reports a name in `show:` that the operation offers nothing under.
  fileprivate mutating func check(
    _ names: [String]?, of node: ResolvedNode?, against outputs: [OutputOutline]
  ) {
    let offered = outputs.filter(\.isVisible).map(\.name)
    let nodes = node?.sequence ?? node.map { [$0] } ?? []
    for (name, node) in zip(names ?? [], nodes).filter({ !offered.contains($0.0) })
      .prefix(mostWrongElements)
    {
      report(MissingName(.item, name, among: offered).explanation(), at: node.range)
    }
    if let names, Set(names).count < names.count {
      report(.forbiddenValue, at: node?.range, "something is to be shown twice")
    }
  }
}

extension OutputOutline {
  /// Whether a report can show it.
  var isVisible: Bool {
    if case .artifact = content { false } else { true }
  }
}
