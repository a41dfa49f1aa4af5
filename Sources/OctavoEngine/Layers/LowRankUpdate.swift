/// A change W + scale · A B of a matrix (LoRA, Hu et al. 2021): (in, out) → (in, out). It begins as no
/// change.
struct LowRankUpdate {
  /// (in, rank)
  let a: Variable
  /// (rank, outputs)
  let b: Variable

  /// - Parameter outputs: how many columns of the matrix are changed.
  init(_ source: ParameterSource, _ inputs: Int, _ outputs: Int, rank: Int) {
    a = source.parameter("A", [inputs, rank], .fanIn)
    b = source.parameter("B", [rank, outputs], .constant(0))
  }

  /// - Parameter column: the first that is changed.
  func callAsFunction(_ w: Variable, scale: Float, from column: Int) -> Variable {
    w.lowRankUpdated(a, b, scale: scale, from: column)
  }
}
