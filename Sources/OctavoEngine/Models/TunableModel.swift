/// A language model to be fine-tuned: all of it, or an adapter alone while the model itself stays
/// as it is.
public struct TunableModel: Sendable {
  /// The model as it was given where an adapter is trained, else the model that is trained.
  public private(set) var base: GPT
  public private(set) var adapter: LowRankAdapter?

  public init(_ base: GPT, adapter: LowRankAdapter? = nil) {
    self.base = base
    self.adapter = adapter
  }

  public var configuration: GPT.Configuration { base.configuration }

  /// The model as it is after training so far.
  public var merged: GPT { adapter?.merged(into: base) ?? base }

  /// How many numbers are trained.
  public var trainedParameterCount: Int { adapter?.parameters.count ?? base.parameters.count }

  /// An estimate of the memory that training takes, in bytes.
  public func trainingBytes(batch: Int) -> Int {
    configuration.trainingBytes(batch: batch, adapter: adapter?.settings)
  }

  /// The model's weights for a pass, and the variables to differentiate by, in the order of
  /// `tensors`.
  func weights(on tape: Tape? = nil) -> (weights: Weights, leaves: [Variable]) {
    if let adapter { return adapter.weights(of: base, on: tape) }
    let weights = Weights(base.parameters, on: tape)
    return (weights, weights.variables)
  }
}

extension TunableModel: Trainable {
  package var tensors: [Tensor] { adapter?.parameters.tensors ?? base.parameters.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    if adapter == nil {
      body(&base.parameters.tensors)
    } else {
      body(&adapter!.parameters.tensors)
    }
  }
}
