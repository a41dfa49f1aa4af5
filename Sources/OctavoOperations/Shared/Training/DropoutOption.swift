import OctavoBase
import OctavoEngine
import OctavoNotebook
import OctavoRunner

/// How much is dropped in training: one rate for all places, or a mapping with a rate for each.
enum DropoutOption: OptionValue {
  case all(Double)
  case each(DropoutRateOptions)

  static let typeName = "number, or mapping of `embedding`, `attention` and `residual`"

  static var schema: JSON {
    // The bounds say nothing of a mapping, so they may stand beside the choice.
    .object([
      "anyOf": .array([Double.schema, DropoutRateOptions.schema]), "minimum": .integer(0),
      "exclusiveMaximum": .integer(1),
    ])
  }

  static var group: (any OptionGroup.Type)? { DropoutRateOptions.self }

  var canonical: JSON {
    get throws {
      switch self {
      case .all(let rate): rate.canonical
      case .each(let rates): try rates.canonical
      }
    }
  }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> DropoutOption? {
    guard node.isNumeric else {
      return DropoutRateOptions.decode(node, &decoder).map(DropoutOption.each)
    }
    guard let rate = Double.decode(node, &decoder) else { return nil }
    guard rate >= 0, rate < 1 else {
      decoder.report(
        .forbiddenValue, at: node.range, "must be at least 0 and below 1, and is \(node.kind)")
      return nil
    }
    return .all(rate)
  }

  /// Some rates, with those that are given here in their place.
  func applied(to rates: DropoutRates) -> DropoutRates {
    switch self {
    case .all(let rate): DropoutRates(rate)
    case .each(let given):
      DropoutRates(
        embedding: given.embedding ?? rates.embedding,
        attention: given.attention ?? rates.attention, residual: given.residual ?? rates.residual)
    }
  }
}

/// The three places at which GPT-2 drops activations.
struct DropoutRateOptions: OptionGroup {
  @Option("Of the sum of token and position embeddings.", .within(0..<1)) var embedding: Double?
  @Option("Of the attention probabilities.", .within(0..<1)) var attention: Double?
  @Option("Of what attention and feed-forward parts add to the residual stream.", .within(0..<1))
  var residual: Double?
}

extension ResolvedNode {
  /// Whether it is a number, or will be when the notebook runs.
  fileprivate var isNumeric: Bool {
    switch evaluation {
    case .known(let value): value.double != nil
    case .unknown(.scalar(let type)): type.isNumeric
    default: false
    }
  }
}
