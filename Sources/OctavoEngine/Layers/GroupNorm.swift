/// Group norm (Wu & He 2018) of images, (B, …, C).
struct GroupNorm {
  /// (C)
  let gain, bias: Variable
  let groups: Int

  /// - Parameter groups: divides the channels.
  init(_ source: ParameterSource, channels: Int, groups: Int) {
    gain = source.parameter("weight", [channels], .constant(1))
    bias = source.parameter("bias", [channels], .constant(0))
    self.groups = groups
  }

  /// - Parameter isSiLU: whether x σ(x) of the result is taken in the same pass.
  func callAsFunction(_ x: Variable, isSiLU: Bool = false) -> Variable {
    x.groupNorm(gain: gain, bias: bias, groups: groups, isSiLU: isSiLU)
  }
}
