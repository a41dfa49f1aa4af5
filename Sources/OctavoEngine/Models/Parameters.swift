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
  public init(_ shapes: [ParameterShape], stream: RandomStream) {
    self.init(shapes.map { ($0.name, $0.tensor(from: stream)) })
  }

  /// Parameters whose numbers are yet to be written.
  init(uninitialized shapes: [ParameterShape]) {
    self.init(shapes.map { ($0.name, Tensor(uninitialized: $0.shape)) })
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

extension Parameters {
  /// Lets `body` change the tensors of both, the first one's before the second one's.
  static func withTensors(
    of first: inout Parameters, _ second: inout Parameters, _ body: (inout [Tensor]) -> Void
  ) {
    let count = first.tensors.count
    var tensors = first.tensors + second.tensors
    // So that nobody else holds them.
    first.tensors = []
    second.tensors = []
    body(&tensors)
    first.tensors = Array(tensors[..<count])
    second.tensors = Array(tensors[count...])
  }

  /// The same for three.
  static func withTensors(
    of first: inout Parameters, _ second: inout Parameters, _ third: inout Parameters,
    _ body: (inout [Tensor]) -> Void
  ) {
    let count = third.tensors.count
    var last = third.tensors
    third.tensors = []
    withTensors(of: &first, &second) { tensors in
      tensors += last
      last = []
      body(&tensors)
      last = Array(tensors.suffix(count))
      tensors.removeLast(count)
    }
    third.tensors = last
  }
}
