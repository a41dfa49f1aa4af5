import OctavoResults
import OctavoRunner

/// A quantity of a policy's token, in the order in which the stages of PPO make them.
enum RolloutQuantity: String, OptionChoice {
  case logProbability = "log-probability"
  case reference = "reference-log-probability"
  case kl
  case reward
  case value
  case advantage
  case `return`
  case new = "new-log-probability"
  case ratio

  /// One a token, nil for one that the policy did not write; nil where the training's method has no
  /// such quantity.
  func values(of record: Rollouts.Record) -> [Double?]? {
    numbers(of: record).map { numbers in
      guard let isWritten = record.isWritten else { return numbers }
      return zip(numbers, isWritten).map { $1 ? $0 : nil }
    }
  }

  private func numbers(of record: Rollouts.Record) -> [Double]? {
    switch self {
    case .logProbability: record.logProbabilities
    case .reference: record.referenceLogProbabilities
    case .kl: record.kl
    case .reward: record.rewards
    case .value: record.values
    case .advantage: record.advantages
    case .return: record.returns
    case .new: record.newLogProbabilities
    case .ratio: record.ratios
    }
  }

  /// How the quantity is shown. Rows of one measure are compared, so they share a scale.
  fileprivate var row: (name: String, unit: String?, scale: TokenStrip.Row.Scale, measure: String?)
  {
    switch self {
    case .logProbability: ("log π old", "nats", .diverging, "log-probability")
    case .reference: ("log π reference", "nats", .diverging, "log-probability")
    case .kl: ("KL", "nats", .diverging, nil)
    case .reward: ("reward", nil, .diverging, nil)
    case .value: ("value", nil, .diverging, "value")
    case .advantage: ("advantage", nil, .diverging, nil)
    case .return: ("return", nil, .diverging, "value")
    case .new: ("log π new", "nats", .diverging, "log-probability")
    case .ratio: ("ratio", nil, .plain, nil)
    }
  }
}

/// Some responses of a policy as a table each, one column a token and one row a quantity.
struct RolloutStrips {
  let responses: [Rollouts.Response]
  let quantities: [RolloutQuantity]

  var strips: [TokenStrip] {
    responses.map { response in
      let record = response.record
      let gold = record.goldScore.map { ", gold \($0.shortened)" } ?? ""
      return TokenStrip(
        title: "Iteration \(record.iteration), score \(record.score.shortened)\(gold)",
        prompt: response.prompt, tokens: response.tokens,
        rows: quantities.compactMap { quantity in
          guard let values = quantity.values(of: record) else { return nil }
          let row = quantity.row
          return TokenStrip.Row(
            row.name, unit: row.unit, scale: row.scale, values: values,
            measure: row.measure)
        })
    }
  }

  static func columns(_ quantities: [RolloutQuantity]) -> [String] {
    ["iteration", "response", "position", "text"] + quantities.map(\.rawValue)
  }

  /// All responses' tokens in one table.
  var table: Table {
    let places = responses.enumerated().flatMap { index, response in
      response.tokens.indices.map { (index, response, position: $0) }
    }
    return Table(
      [
        .init("iteration", integers: places.map { $0.1.record.iteration }),
        .init("response", integers: places.map { $0.0 + 1 }),
        .init("position", integers: places.map { $0.position + 1 }),
        .init("text", texts: places.map { $0.1.tokens[$0.position] }),
      ]
        + quantities.map { quantity in
          Table.Column(
            quantity.rawValue, unit: quantity.row.unit,
            places.map { place in
              quantity.values(of: place.1.record)?[place.position].map(Value.number)
            })
        })
  }
}

extension Double {
  /// With two digits after the point.
  fileprivate var shortened: String { ((self * 100).rounded() / 100).description }
}
