/// The step of a denoising process, and perhaps a text, as one vector an image: (B) → (B, timeWidth).
struct TimeEmbedding {
  private let input, output: Linear
  /// Nil for a model without text.
  private let text: Linear?
  /// Of the sines and cosines.
  private let width: Int

  init(_ source: ParameterSource, _ configuration: DenoisingUNet.Configuration) {
    width = configuration.width
    input = Linear(source["input"], width, configuration.timeWidth)
    output = Linear(source["output"], configuration.timeWidth, configuration.timeWidth)
    text = configuration.textWidth.map { Linear(source["text"], $0, configuration.timeWidth) }
  }

  /// - Parameter states: of the text, (B, T, textWidth). Its part is its last state, which has seen
  ///   the whole of it (Nichol et al. 2022 add one so).
  func callAsFunction(_ steps: [Int], text states: Variable?) -> Variable {
    let sines = sinusoidalEmbedding(steps.map(Double.init), width: width)
    var result = output(input(Variable(sines), activation: .silu))
    if let text, let states {
      let last = (1...steps.count).map { Int32($0 * states.shape[1] - 1) }
      result = result + text(states.gathered(last))
    }
    return result.activated(by: .silu)
  }
}
