import OctavoEngine

/// Causal attention, forward and backward, of several sequences.
struct AttentionWorkload {
  let heads: AttentionHeads
  let batch, length: Int

  init?(arguments: [String]) {
    guard arguments.first == "attention" else { return nil }
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    guard numbers.count == 4, arguments.count == 5 else { return nil }
    heads = AttentionHeads(queries: numbers[0], keys: numbers[0], width: numbers[1])
    (batch, length) = (numbers[2], numbers[3])
  }

  func prepared() -> () -> Void {
    var random = RandomStream(seed: 1)
    let shape = [batch, length, heads.rowWidth]
    let x = Tensor((0..<shape.reduce(1, *)).map { _ in Float(random.normal()) }, shape: shape)
    let weights = Variable(
      Tensor(repeating: 0.5, shape: [batch, length, heads.queries * heads.width]))
    return {
      let tape = Tape()
      let input = tape.variable(x)
      let output = (input.causalAttention(heads) * weights).sum()
      _ = tape.gradients(of: output, by: [input])
    }
  }
}
