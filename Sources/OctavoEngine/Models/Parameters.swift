import Foundation

/// What a parameter is before it has numbers: a model's layout follows from its configuration
/// alone.
public struct ParameterShape: Hashable, Sendable {
  /// How a parameter begins.
  public enum Initialization: Hashable, Sendable {
    case constant(Float)
    case normal(deviation: Double)
  }

  public let name: String
  public let shape: [Int]
  public let initialization: Initialization

  public var count: Int { shape.reduce(1, *) }

  init(_ name: String, _ shape: [Int], _ initialization: Initialization) {
    self.name = name
    self.shape = shape
    self.initialization = initialization
  }
}

/// The named tensors of a model, in a fixed order. A value: copies share memory until one is
/// trained.
public struct Parameters: Sendable {
  public let names: [String]
  public internal(set) var tensors: [Tensor]
  private let positions: [String: Int]

  /// - Precondition: no name occurs twice.
  public init(_ entries: [(name: String, tensor: Tensor)]) {
    names = entries.map(\.name)
    tensors = entries.map(\.tensor)
    positions = Dictionary(uniqueKeysWithValues: zip(names, entries.indices))
  }

  /// Initial values, each parameter from a stream of its own.
  public init(_ layout: [ParameterShape], stream: RandomStream) {
    self.init(
      layout.map { parameter in
        switch parameter.initialization {
        case .constant(let value):
          return (parameter.name, Tensor(repeating: value, shape: parameter.shape))
        case .normal(let deviation):
          var stream = stream.derived(for: parameter.name)
          let values = (0..<parameter.count).map { _ in Float(deviation * stream.normal()) }
          return (parameter.name, Tensor(values, shape: parameter.shape))
        }
      })
  }

  /// How many numbers in all.
  public var count: Int { tensors.reduce(0) { $0 + $1.count } }

  public func contains(_ name: String) -> Bool { positions[name] != nil }

  /// The tensor of a name.
  ///
  /// - Precondition: the name is one of `names`, and a new tensor has the old one's shape.
  public subscript(name: String) -> Tensor {
    get { tensors[position(of: name)] }
    set {
      let position = position(of: name)
      precondition(tensors[position].shape == newValue.shape, "\(name) changes its shape")
      tensors[position] = newValue
    }
  }

  func position(of name: String) -> Int {
    guard let position = positions[name] else { preconditionFailure("no parameter \(name)") }
    return position
  }
}

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

  /// A parameter that a model may do without, such as a bias.
  public func optional(_ name: String) -> Variable? {
    parameters.contains(name) ? self[name] : nil
  }
}
