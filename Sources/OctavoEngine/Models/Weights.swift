/// The parameters of a model as they take part in one computation.
public struct Weights {
  /// In the parameters' order.
  public let variables: [Variable]
  private let parameters: Parameters

  /// Variables to differentiate by where there is a tape, else constants.
  public init(_ parameters: Parameters, on tape: Tape? = nil) {
    self.parameters = parameters
    variables = parameters.tensors.map { tape?.variable($0) ?? Variable($0) }
  }

  /// Variables that stand in for the parameters, such as some that were computed from others.
  ///
  /// - Precondition: there is one of each parameter's shape, in order.
  init(_ parameters: Parameters, variables: [Variable]) {
    precondition(variables.map(\.shape) == parameters.tensors.map(\.shape))
    self.parameters = parameters
    self.variables = variables
  }

  public subscript(name: String) -> Variable { variables[parameters.position(of: name)] }
}
