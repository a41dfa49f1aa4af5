import CKernels

/// What a language model's choice of tokens is steered by: values Q of every next token.
public struct ActionValues: Codable, Hashable, Sendable {
  /// β: logits are raised by β Q.
  public var coefficient: Double

  public init(coefficient: Double) {
    self.coefficient = coefficient
  }
}

/// Two estimates of the value Q of every next token, of which the lower one counts (Snell et al.
/// 2023, ILQL; the twin of Fujimoto et al. 2018).
///
/// A policy proportional to π exp(β (Q − V)) needs no V, which is the same for all tokens.
struct ActionValueHeads {
  let first, second: ValueHead

  init(_ source: ParameterSource, width: Int, vocabularySize: Int) {
    first = ValueHead(source["first"], width: width, outputs: vocabularySize)
    second = ValueHead(source["second"], width: width, outputs: vocabularySize)
  }

  init(_ source: ParameterSource, _ configuration: GPT.Configuration) {
    self.init(
      source, width: configuration.width, vocabularySize: configuration.vocabularySize)
  }

  /// The lower estimate: (…, C) → (…, V).
  func callAsFunction(_ hidden: Variable) -> Variable { first(hidden).minimum(second(hidden)) }
}

/// A multilayer perceptron from a model's last hidden state to values, as trlx has it: twice as wide
/// inside. Values begin at zero.
struct ValueHead {
  let hidden, output: Linear

  init(_ source: ParameterSource, width: Int, outputs: Int) {
    hidden = Linear(source["hidden"], width, 2 * width)
    output = Linear(source["output"], 2 * width, outputs, start: .constant(0))
  }

  /// (…, C) → (…, outputs)
  func callAsFunction(_ x: Variable) -> Variable { output(hidden(x, activation: .gelu)) }
}

/// The two estimates laid out for decoding.
struct DecodingActionValues {
  private struct Head {
    let hidden, output: DecodingLinear

    init(_ head: ValueHead) {
      hidden = DecodingLinear(head.hidden)
      output = DecodingLinear(head.output)
    }

    /// (rows, V)
    func values(of x: Tensor, rows: Int) -> Tensor {
      let inner = Tensor(uninitialized: [rows, hidden.outputs])
      hidden.apply(to: x, rows: rows, into: inner)
      withPointers(inner.mutableFrom(0)) { octavo_gelu(inner.count, $0, $0, nil) }
      let values = Tensor(uninitialized: [rows, output.outputs])
      output.apply(to: inner, rows: rows, into: values)
      return values
    }
  }

  private let first, second: Head
  private let coefficient: Float

  init(_ heads: ActionValueHeads, _ values: ActionValues) {
    first = Head(heads.first)
    second = Head(heads.second)
    coefficient = Float(values.coefficient)
  }

  /// The logits of the first rows of `x` raised by β Q.
  func raised(_ logits: Tensor, by x: Tensor, rows: Int) -> Tensor {
    let lower = Variable(first.values(of: x, rows: rows)).minimum(
      Variable(second.values(of: x, rows: rows)))
    return (Variable(logits) + lower * coefficient).value
  }
}
