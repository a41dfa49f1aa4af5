/// What is known of an operation's outputs before it runs, so that later steps can be checked.
///
///     outputs[\.$model] = LanguageModel.Outline(configuration: configuration)
public struct ExpectedOutputs<Outputs: OutputGroup> {
  private let declarations: [(name: String, output: any OutputDeclaration)]
  private let prototype = Outputs()
  private(set) var outlook: Outlook

  init(_ outlook: Outlook) {
    declarations = prototype.declarations
    self.outlook = outlook
  }

  /// The outline of an artifact, or of a table whose columns the options decide.
  public subscript<Value: InputValue>(
    output: KeyPath<Outputs, Output<Value>>
  ) -> Value.Outline? {
    get { outlook.outline(of: name(of: output)) as? Value.Outline }
    set { outlook.expect(name(of: output), newValue) }
  }

  /// Says that an output will not be made with these options, so that nothing refers to it.
  public mutating func leaveOut<Value: OutputValue>(_ output: KeyPath<Outputs, Output<Value>>) {
    outlook.leaveOut(name(of: output))
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
  func outline(_ outlook: inout Outlook) {
    var expected = ExpectedOutputs<Outputs>(outlook)
    outline(&expected)
    outlook = expected.outlook
  }
}
