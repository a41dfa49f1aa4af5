/// x + f(x), where f is norm, SiLU and convolution twice, the time added between (Ho et al. 2020):
/// (B, H, W, in) → (B, H, W, out). It begins as the identity where in = out.
struct ResidualBlock {
  private let inputNorm, outputNorm: GroupNorm
  private let input, output: Convolution
  /// Nil for a block that sees no time.
  private let time: Linear?
  /// Nil where in = out.
  private let skip: Linear?

  /// - Parameter time: the width of a time's embedding.
  init(_ source: ParameterSource, _ inputs: Int, _ outputs: Int, groups: Int, time: Int? = nil) {
    inputNorm = GroupNorm(source["inputNorm"], channels: inputs, groups: groups)
    input = Convolution(source["input"], inputs, outputs)
    self.time = time.map { Linear(source["time"], $0, outputs) }
    outputNorm = GroupNorm(source["outputNorm"], channels: outputs, groups: groups)
    output = Convolution(source["output"], outputs, outputs, start: .constant(0))
    skip = inputs == outputs ? nil : Linear(source["skip"], inputs, outputs)
  }

  /// - Parameter embedded: the time, (B, time's width), for a block that sees it.
  func callAsFunction(_ x: Variable, time embedded: Variable? = nil) -> Variable {
    var y = input(inputNorm(x, isSiLU: true))
    if let time, let embedded { y = y.adding(toEveryPosition: time(embedded)) }
    y = output(outputNorm(y, isSiLU: true))
    return (skip?(x) ?? x) + y
  }
}
