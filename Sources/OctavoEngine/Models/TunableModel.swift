/// A language model to be fine-tuned: all of it, or an adapter alone while the model itself is
/// frozen.
public struct TunableModel: Sendable {
  /// The model as it was given where an adapter is trained, else the model that is trained.
  public private(set) var base: GPT
  public private(set) var adapter: ModelAdapter?

  public init(_ base: GPT, adapter: ModelAdapter? = nil) {
    self.base = base
    self.adapter = adapter
  }

  /// The settings of the model with its adapter.
  public var configuration: GPT.Configuration {
    adapter?.settings.tuned(base.configuration) ?? base.configuration
  }

  /// The model as it is after training so far.
  public var merged: GPT { adapter?.merged(into: base) ?? base }

  /// How many numbers are trained.
  public var trainedParameterCount: Int { adapter?.parameters.count ?? base.parameters.count }

  /// An estimate of the memory that training takes, in bytes.
  public func trainingBytes(batch: Int) -> Int {
    base.configuration.trainingBytes(batch: batch, adapter: adapter?.settings)
  }

  /// What a pass computes with.
  struct Pass {
    /// The model whose weights these are; its own parameters take no part.
    let model: GPT
    let weights: Weights
    /// The variables to differentiate by, in the order of `tensors`.
    let leaves: [Variable]
  }

  func pass(on tape: Tape? = nil) -> Pass {
    if let adapter { return adapter.pass(of: base, on: tape) }
    let weights = Weights(base.parameters, on: tape)
    return Pass(model: base, weights: weights, leaves: weights.variables)
  }
}

extension TunableModel: Trainable {
  package var tensors: [Tensor] { adapter?.parameters.tensors ?? base.parameters.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    guard var parameters = adapter?.parameters else { return body(&base.parameters.tensors) }
    // So that nobody else holds them.
    adapter?.parameters = Parameters([])
    body(&parameters.tensors)
    adapter?.parameters = parameters
  }
}
