/// What a parameter is before it has numbers.
public struct ParameterShape: Hashable, Sendable {
  /// How a parameter begins.
  public enum Initialization: Hashable, Sendable {
    case constant(Float)
    case normal(deviation: Double)
    /// Normal with variance 1 / fan-in, the product of all axes but the last.
    case fanIn
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

extension ParameterShape {
  /// Initial values.
  ///
  /// - Parameter stream: that of a model's initialization, from which the parameter's name derives
  ///   its own, so that no parameter's numbers depend on the others.
  func tensor(from stream: RandomStream) -> Tensor {
    func normal(_ deviation: Double) -> Tensor {
      let stream = stream.derived(for: name)
      let result = Tensor(uninitialized: shape)
      Parallel.forEachBlock(of: count, minimum: 4096) { indices in
        var stream = stream.skipping(normals: indices.lowerBound)
        withPointers(result.mutableFrom(0)) { numbers in
          for index in indices { numbers[index] = Float(deviation * stream.normal()) }
        }
      }
      return result
    }
    switch initialization {
    case .constant(let value): return Tensor(repeating: value, shape: shape)
    case .normal(let deviation): return normal(deviation)
    case .fanIn: return normal(1 / Double(shape.dropLast().reduce(1, *)).squareRoot())
    }
  }
}

extension [ParameterShape] {
  /// How many numbers in all.
  var numberCount: Int { reduce(0) { $0 + $1.count } }
}
