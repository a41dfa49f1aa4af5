import OctavoBase

/// What a training used and reached: N parameters, D tokens, and the loss in nats per token.
public struct ScalingRun: Hashable, Sendable {
  public let parameters: Double
  public let tokens: Double
  public let loss: Double

  /// - Precondition: all three are finite and above 0.
  public init(parameters: Double, tokens: Double, loss: Double) {
    precondition([parameters, tokens, loss].allSatisfy { $0 > 0 && $0.isFinite })
    self.parameters = parameters
    self.tokens = tokens
    self.loss = loss
  }

  /// The same training with another loss; `nil` where that is not finite and above 0.
  public func with(loss: Double) -> ScalingRun? {
    guard loss > 0, loss.isFinite else { return nil }
    return ScalingRun(parameters: parameters, tokens: tokens, loss: loss)
  }

  /// C in floating-point operations.
  public var compute: Double { Self.compute(parameters: parameters, tokens: tokens) }

  /// C = 6 N D: a multiplication and an addition for each parameter and token in the forward pass,
  /// and twice that in the backward pass (Kaplan et al. 2020, section 2.1).
  public static func compute(parameters: Double, tokens: Double) -> Double {
    6 * parameters * tokens
  }

  /// How many tokens N parameters can be trained on with C operations.
  public static func tokens(compute: Double, parameters: Double) -> Double {
    compute / (6 * parameters)
  }
}
