import CKernels

/// A slowly moving copy of a model's parameters: s ← d · s + (1 − d) · w after every update.
public struct ExponentialMovingAverage: Sendable {
  /// How d is found for an update.
  public enum WarmUp: Codable, Hashable, Sendable {
    /// d is the decay from the first update on, so that the initialization fades only as it does.
    case none
    /// The first update copies the parameters; then d is (1 + n) / (10 + n) after n updates, until
    /// it comes to the decay. So the average spans a tenth of the training so far. As
    /// `EMAModel.get_decay` of diffusers does by default (0.31 to 0.42, `use_ema_warmup=False`).
    case byUpdates
  }

  public let decay: Double
  public let warmUp: WarmUp
  /// How many updates have been made.
  public private(set) var updates: Int
  public private(set) var tensors: [Tensor]

  /// Starts at the given parameters.
  ///
  /// - Parameter updates: how many updates these have seen, for an average that is taken up again.
  public init(
    of parameters: [Tensor], decay: Double, warmUp: WarmUp = .none, updates: Int = 0
  ) {
    self.decay = decay
    self.warmUp = warmUp
    self.updates = updates
    tensors = parameters
  }

  /// d of the next update.
  public var nextDecay: Double {
    switch warmUp {
    case .none: decay
    case .byUpdates: updates == 0 ? 0 : min(decay, Double(1 + updates) / Double(10 + updates))
    }
  }

  public mutating func update(_ parameters: [Tensor]) {
    precondition(parameters.count == tensors.count)
    let decay = nextDecay
    updates += 1
    for index in tensors.indices { tensors[index].makeUnique() }
    let averages = tensors
    TensorChunk.forEach(of: averages) { chunk in
      let (tensor, first) = (chunk.tensor, chunk.range.lowerBound)
      withPointers(
        parameters[tensor].from(first), averages[tensor].mutableFrom(first)
      ) { parameters, averages in
        octavo_affine(chunk.range.count, Float(decay), 0, averages, averages)
        octavo_add_scaled(chunk.range.count, Float(1 - decay), parameters, averages)
      }
    }
  }
}
