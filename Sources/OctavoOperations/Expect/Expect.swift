import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// `expect`: what must hold of the results, or the run ends with status 2.
struct Expect: Operation {
  static let manual = Manual(
    "expect", "States what must hold of the results.",
    discussion: """
      Each entry of `that` is a comparison in the language of `${…}`, without the braces. A comparison \
      of values that have points must hold at every point; `any(…)` and `share(…)` ask for less. All are \
      tried, the report shows each with its numbers, and if one does not hold `octavo run` exits with \
      status 2. A notebook with expectations is its own test. One about an end of an interval holds \
      narrowly where that end is nearer to its limit than a quarter of the interval's width: it may not \
      hold on other seeds.
      """,
    example: """
      run: expect
      that:
        - pretrain.validation-loss < 1.95
        - last(pretrain.history.training-loss) < 2
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("How many of the expectations held.") var passed: Int
    @Output("How many did not.") var failed: Int
    var verdicts: [Verdict] = []
  }

  @Option("The expectations.", .notEmpty) var that: [Claim]

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.verdicts = that.map(\.verdict)
    outputs.passed = outputs.verdicts.count { $0.holds }
    outputs.failed = outputs.verdicts.count { !$0.holds }
    return outputs
  }
}

/// One expectation: an expression that is true or false.
struct Claim: OptionValue {
  let verdict: Verdict

  static let typeName = "comparison"
  static let schema = JSON.object(["type": .string("string")])

  var canonical: JSON {
    .array([
      .string(verdict.claim), .boolean(verdict.holds), .string(verdict.detail),
      verdict.margin.map(JSON.number) ?? .null,
    ])
  }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Claim? {
    guard let written = node.scalar?.written else { return mismatch(node, &decoder) }
    guard let expression = decoder.expression(written) else { return nil }
    let outcome = decoder.outcome(of: expression)
    if let reason = outcome.undefined {
      return Claim(verdict: Verdict(claim: written.text, holds: false, detail: reason))
    }
    guard let evaluation = outcome.value else { return nil }
    switch evaluation {
    case .known(.boolean(let holds)):
      return Claim(
        verdict: Verdict(
          claim: written.text, holds: holds, detail: decoder.detail(of: expression),
          margin: decoder.margin(of: expression)))
    case .points(let claims) where claims.type == .boolean:
      guard let verdict = decoder.verdict(on: written.text, expression, claims) else {
        decoder.isPending = true
        return nil
      }
      return Claim(verdict: verdict)
    case .unknown(.boolean):
      decoder.isPending = true
      return nil
    default:
      decoder.report(
        .typeMismatch, at: node.range,
        "an expectation must be true or false, and this is \(evaluation.type)",
        remedy: "compare it with something, as in `loss < 2`")
      return nil
    }
  }
}

extension OptionDecoder {
  /// The numbers on both sides of a comparison, such as `1.88 < 1.95`; of anything else, nothing.
  ///
  /// - Parameter point: at which they are taken, of sides that have points.
  fileprivate func detail(of expression: Expression, at point: Point? = nil) -> String {
    switch expression {
    case .binary(let comparison, let left, let right, _) where comparison.isComparison:
      guard let left = number(left, at: point), let right = number(right, at: point) else {
        return ""
      }
      return "\(left) \(comparison.rawValue) \(right)" + whyNaN(expression)
    case .approximation(let left, let right, let tolerance, _):
      guard let left = number(left, at: point), let right = number(right, at: point),
        let tolerance = number(tolerance, at: point)
      else { return "" }
      return "\(left) ≈ \(right) ± \(tolerance)" + whyNaN(expression)
    case .call(.all, let arguments, _):
      guard let inner = arguments.first, case .points(let claims)? = value(of: inner) else {
        return ""
      }
      return verdict(on: "", inner, claims)?.detail ?? ""
    default: return ""
    }
  }

  private func number(_ side: Expression, at point: Point?) -> String? {
    switch value(of: side) {
    case .known(let value)?: value.rounded
    case .points(let values)?: point.flatMap { values.value(at: $0)?.rounded }
    default: nil
    }
  }

  /// What to know of a comparison that cannot hold since the interval of one seed has no ends.
  private func whyNaN(_ expression: Expression) -> String {
    let hasNoEnds = expression.calls(of: [.lower, .upper]).contains { arguments in
      if case .estimate(let estimate)? = arguments.first.flatMap({ value(of: $0) }) {
        return estimate.count < 2
      }
      return false
    }
    return hasNoEnds ? "; an interval takes two seeds or more" : ""
  }

  /// A claim about every point holds where it holds at each of them; `nil` before the run.
  fileprivate func verdict(
    on claim: String, _ expression: Expression, _ claims: PointValues
  ) -> Verdict? {
    guard let values = claims.values else { return nil }
    let points = claims.points.points
    let broken = points.indices.filter { values[$0] != .boolean(true) }
    let margin = margin(of: expression)
    guard let first = broken.first else {
      return Verdict(
        claim: claim, holds: true, detail: "at all \(points.count) points", margin: margin)
    }
    let numbers = detail(of: expression, at: points[first])
    let reason = values[first] == nil ? "it has no value" : numbers
    return Verdict(
      claim: claim, holds: false,
      detail: "not at \(broken.count) of \(points.count) points, such as \(points[first].phrase)"
        + (reason.isEmpty ? "" : ": \(reason)"),
      margin: margin)
  }
}

extension Value {
  /// As a reader wants it: a number with five significant digits.
  fileprivate var rounded: String {
    if case .number = self { ValueFormat(.general, precision: 5).format(self) } else { plainText }
  }
}
