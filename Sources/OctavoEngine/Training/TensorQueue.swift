/// The tensors of an archive, taken out in the order in which they were put in.
package struct TensorQueue {
  private var rest: ArraySlice<Tensor>

  init(_ tensors: [Tensor]) {
    rest = tensors[...]
  }

  mutating func take(_ count: Int) throws -> [Tensor] {
    guard rest.count >= count else { throw Archive.Failure.damaged("tensors are missing") }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// The parameters of the given shapes.
  mutating func take(_ shapes: [ParameterShape]) throws -> Parameters {
    let tensors = try take(shapes.count)
    for (tensor, expected) in zip(tensors, shapes) where tensor.shape != expected.shape {
      throw Archive.Failure.damaged(
        "\(expected.name) is \(tensor.shape) where \(expected.shape) is wanted")
    }
    return Parameters(zip(shapes, tensors).map { (name: $0.name, tensor: $1) })
  }

  /// An optimizer's moments.
  mutating func takeOptimizer(
    for model: some Trainable, _ settings: AdamW.Settings, step: Int
  ) throws -> AdamW {
    let shapes = model.tensors.map(\.shape)
    let (first, second) = (try take(shapes.count), try take(shapes.count))
    guard first.map(\.shape) == shapes, second.map(\.shape) == shapes else {
      throw Archive.Failure.damaged("the optimizer's moments are those of another model")
    }
    return AdamW(settings, step: step, firstMoments: first, secondMoments: second)
  }

  func finish() throws {
    if !rest.isEmpty { throw Archive.Failure.damaged("\(rest.count) tensors too many") }
  }
}

extension AdamW {
  /// What an archive keeps beside `step`.
  var moments: [Tensor] { firstMoments + secondMoments }
}
