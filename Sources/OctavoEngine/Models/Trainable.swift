/// Something with tensors that an optimizer trains.
package protocol Trainable: Sendable {
  /// The tensors that are trained.
  var tensors: [Tensor] { get }
  /// Lets `body` change them, in place where nobody else holds them.
  mutating func withTensors(_ body: (inout [Tensor]) -> Void)
}

extension AdamW {
  init(for model: some Trainable, _ settings: Settings) {
    self.init(for: model.tensors, settings)
  }

  /// Makes one update.
  mutating func update(
    _ model: inout some Trainable, gradients: [Tensor], learningRate: Double, gradientScale: Double
  ) {
    model.withTensors {
      update(
        &$0, gradients: gradients, learningRate: learningRate, gradientScale: gradientScale)
    }
  }
}
