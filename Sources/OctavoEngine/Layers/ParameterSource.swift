/// Where a model's layers get their parameters. Each layer asks once, in its initializer, and says
/// the name, the shape and how the numbers begin; the order of asking is that of the parameters.
///
/// A source either collects what it is asked for, from which follow counts, memory, initial values
/// and what to read of files, or binds the layers to the weights of one pass. So no layer is declared
/// twice. (`VarBuilder` of candle has the same purpose.)
struct ParameterSource {
  private enum Backing {
    case collecting(Collector)
    case bound(Weights)
  }

  private final class Collector {
    var shapes: [ParameterShape] = []
  }

  /// The name of the layer that asks, such as `blocks.3.attention`; empty for the whole model.
  let path: String
  private let backing: Backing

  private init(path: String, _ backing: Backing) {
    self.path = path
    self.backing = backing
  }

  /// A source of the given weights.
  init(_ weights: Weights) {
    self.init(path: "", .bound(weights))
  }

  /// The source of a layer within this one.
  subscript(name: String) -> ParameterSource {
    ParameterSource(path: fullName(name), backing)
  }

  /// The parameter of a name. While shapes are collected it has a shape and no numbers.
  ///
  /// - Precondition: bound weights have a parameter of this name and shape.
  func parameter(
    _ name: String, _ shape: [Int], _ start: ParameterShape.Initialization
  ) -> Variable {
    let name = fullName(name)
    switch backing {
    case .collecting(let collector):
      collector.shapes.append(ParameterShape(name, shape, start))
      return Variable(Tensor(withoutNumbers: shape))
    case .bound(let weights):
      let variable = weights[name]
      precondition(variable.shape == shape, "\(name) is \(variable.shape), not \(shape)")
      return variable
    }
  }

  private func fullName(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// The parameters that a model or a layer asks for when it is made, in order.
  static func shapes(of make: (ParameterSource) -> some Any) -> [ParameterShape] {
    let collector = Collector()
    _ = make(ParameterSource(path: "", .collecting(collector)))
    return collector.shapes
  }
}
