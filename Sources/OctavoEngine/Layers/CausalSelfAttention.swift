/// Attention of each position to itself and those before it (Vaswani et al. 2017), with learned or
/// rotary positions: (B, T, C) → (B, T, C).
struct CausalSelfAttention {
  /// To the queries, keys and values of all heads, in this order.
  let input: Linear
  let output: Linear
  private let heads: AttentionHeads
  private let rotary: RotaryTable?
  private let name: String

  /// - Parameter rotary: the rotations of queries and keys; nil where positions are learned.
  init(_ source: ParameterSource, _ configuration: GPT.Configuration, _ rotary: RotaryTable?) {
    heads = configuration.attentionHeads
    self.rotary = rotary
    name = source.path
    input = Linear(
      source["input"], configuration.width, heads.rowWidth, hasBias: configuration.biases,
      start: configuration.start)
    output = Linear(
      source["output"], configuration.width, configuration.width, hasBias: configuration.biases,
      start: configuration.residualStart)
  }

  /// - Parameter places: the rows of (B · T, C) that are wanted, so that the result is (places, C);
  ///   all if nil.
  func callAsFunction(
    _ x: Variable, _ pass: TransformerPass, at places: [Int32]? = nil
  ) -> Variable {
    var rows = input(x)
    if let rotary {
      rows = rows.rotated(rotary, heads: heads.queries + heads.keys, positions: pass.positions)
    }
    pass.rows?.append(rows.value)
    if let layout = pass.virtualTokens, let prefix = pass.virtualTokenRows {
      rows = layout.inserting(prefix, before: rows)
    }
    let attended = rows.causalAttention(
      heads, padding: pass.padding, prefixes: pass.prefixes, dropout: pass.dropout?.attention, name)
    guard let layout = pass.virtualTokens else {
      return output(places.map(attended.gathered) ?? attended)
    }
    let text = output(attended.gathered(layout.places(of: places)))
    return places == nil ? text.reshaped(x.shape) : text
  }
}
