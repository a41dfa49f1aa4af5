/// What is known of an operation's outputs before it runs, so that later steps can be checked.
///
///     outputs[\.$model] = LanguageModel.Outline(configuration: configuration)
public struct ExpectedOutputs<Outputs: OutputGroup> {
  private let declarations: [(name: String, output: any OutputDeclaration)]
  private let prototype = Outputs()
  private(set) var offer: StepOffer

  init(_ offer: StepOffer) {
    declarations = prototype.declarations
    self.offer = offer
  }

  /// The outline of an artifact, or of a table whose columns the options decide.
  public subscript<Value: InputValue>(
    output: KeyPath<Outputs, Output<Value>>
  ) -> Value.Outline? {
    get { offer.outline(of: name(of: output)) as? Value.Outline }
    set { offer.expect(name(of: output), newValue) }
  }

  /// Says that an output will not be made with these options, so that nothing refers to it.
  public mutating func leaveOut<Value: OutputValue>(_ output: KeyPath<Outputs, Output<Value>>) {
    offer.leaveOut(name(of: output))
  }

  private func name<Value>(of output: KeyPath<Outputs, Output<Value>>) -> String {
    let identity = prototype[keyPath: output].identity
    guard let name = declarations.first(where: { $0.output.identity === identity })?.name else {
      preconditionFailure("an output that is not stored in the group is not declared")
    }
    return name
  }
}

extension Operation {
  /// Adds what is known of the outputs with these options.
  func outline(_ offer: inout StepOffer) {
    var expected = ExpectedOutputs<Outputs>(offer)
    outline(&expected)
    offer = expected.offer
  }
}
