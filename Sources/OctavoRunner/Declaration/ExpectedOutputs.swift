/// What is known of an operation's outputs before it runs, so that later steps can be checked.
///
///     outputs[\.$model] = LanguageModel.Outline(configuration: configuration)
public struct ExpectedOutputs<Outputs: OutputGroup> {
  private let declared: Outputs
  private let names: [ObjectIdentifier: String]
  private(set) var offer: StepOffer

  init(_ offer: StepOffer) {
    let found = prototypes.finding(of: Outputs.self) { OutputPrototype(Outputs()) }
    declared = found.group as? Outputs ?? Outputs()
    names = found.names
    self.offer = offer
  }

  /// The outline of an artifact, or of a table whose columns the options decide.
  public subscript<Value: InputValue>(
    output: KeyPath<Outputs, Output<Value>>
  ) -> Value.Outline? {
    get { offer.outline(of: name(of: output)) as? Value.Outline }
    set { offer.expect(name(of: output), newValue) }
  }

  /// Says that an output will not be made with these options, so that nothing refers to it, nor to
  /// the ends of its interval.
  public mutating func leaveOut<Value: OutputValue>(_ output: KeyPath<Outputs, Output<Value>>) {
    for outline in Value.outlines(named: name(of: output), help: "") {
      offer.leaveOut(outline.name)
    }
  }

  private func name<Value>(of output: KeyPath<Outputs, Output<Value>>) -> String {
    guard let name = names[ObjectIdentifier(declared[keyPath: output].identity)] else {
      preconditionFailure("an output that is not stored in the group is not declared")
    }
    return name
  }
}

/// A group in which nothing is made yet, with the names of its outputs by their identities.
private struct OutputPrototype: Sendable {
  let group: any OutputGroup
  let names: [ObjectIdentifier: String]

  init(_ group: some OutputGroup) {
    self.group = group
    names = Dictionary(
      uniqueKeysWithValues: group.declarations.map {
        (ObjectIdentifier($0.output.identity), $0.name)
      })
  }
}

private let prototypes = TypeCache<OutputPrototype>()

extension Operation {
  /// Adds what is known of the outputs with these options.
  func outline(_ offer: inout StepOffer) {
    var expected = ExpectedOutputs<Outputs>(offer)
    outline(&expected)
    offer = expected.offer
  }
}
