import CKernels

/// A block's feed-forward part, or its experts, laid out for decoding.
struct DecodingFeedForward {
  private struct Part {
    let input, output: DecodingLinear
  }

  private let parts: [Part]
  private let router: (layer: DecodingLinear, active: Int)?
  private let activation: GPT.Configuration.FeedForward

  init(_ part: TransformerBlock.FeedForwardPart) {
    let layers: [FeedForward]
    switch part {
    case .dense(let layer):
      layers = [layer]
      router = nil
    case .experts(let experts):
      layers = experts.experts
      router = (DecodingLinear(experts.router), experts.active)
    }
    parts = layers.map {
      Part(input: DecodingLinear($0.input), output: DecodingLinear($0.output))
    }
    activation = layers[0].activation
  }

  /// Memory to work in, for all blocks of a pass.
  struct Buffers {
    fileprivate let hidden, activated: Tensor
    /// Of one expert.
    fileprivate let gathered, output: Tensor?

    init(rows: Int, _ configuration: GPT.Configuration) {
      func buffer(_ width: Int) -> Tensor { Tensor(uninitialized: [rows, width]) }
      let isGated = configuration.activation == .swiGLU
      hidden = buffer(isGated ? 2 * configuration.hiddenWidth : configuration.hiddenWidth)
      activated = isGated ? buffer(configuration.hiddenWidth) : hidden
      gathered = configuration.experts.map { _ in buffer(configuration.width) }
      output = configuration.experts.map { _ in buffer(configuration.width) }
    }
  }

  /// x += the result for the first rows of `normed`.
  func add(to x: Tensor, from normed: Tensor, rows: Int, _ work: Buffers) {
    guard let router, let gathered = work.gathered, let output = work.output else {
      apply(parts[0], to: normed, rows: rows, into: x, accumulate: true, work)
      return
    }
    let scores = Tensor(uninitialized: [rows, parts.count])
    router.layer.apply(to: normed, rows: rows, into: scores)
    let probabilities = Variable(scores).softmax()
    let choice = ExpertChoice(probabilities.value, active: router.active)
    let gates = probabilities.gates(choice).value
    for (expert, tokens) in choice.tokens.enumerated() where !tokens.isEmpty {
      for (place, token) in tokens.enumerated() {
        withPointers(normed.row(Int(token)), gathered.mutableRow(place)) { source, target in
          target.update(from: source, count: normed.columns)
        }
      }
      apply(parts[expert], to: gathered, rows: tokens.count, into: output, work)
      for (place, token) in tokens.enumerated() {
        let gate = gates[Int(token) * router.active + choice.slots[expert][place]]
        withPointers(output.row(place), x.mutableRow(Int(token))) {
          octavo_add_scaled(x.columns, gate, $0, $1)
        }
      }
    }
  }

  private func apply(
    _ part: Part, to x: Tensor, rows: Int, into y: Tensor, accumulate: Bool = false,
    _ work: Buffers
  ) {
    part.input.apply(to: x, rows: rows, into: work.hidden)
    activate(work.hidden, rows: rows, into: work.activated)
    part.output.apply(to: work.activated, rows: rows, into: y, accumulate: accumulate)
  }

  private func activate(_ hidden: Tensor, rows: Int, into activated: Tensor) {
    let count = rows * hidden.columns
    withPointers(hidden.from(0), activated.mutableFrom(0)) { x, y in
      switch activation {
      case .gelu: octavo_gelu(count, x, y, nil)
      case .geluTanh: octavo_gelu_tanh(count, x, y, nil)
      case .silu: octavo_silu(count, x, y, nil)
      case .swiGLU: octavo_swiglu(rows, activated.columns, x, y)
      }
    }
  }
}
