import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// `expect`: what must hold of the results, or the run ends with status 2.
struct Expect: Operation {
  static let manual = Manual(
    "expect", "States what must hold of the results.",
    discussion: """
      Each entry of `that` is a comparison in the language of `${…}`, without the braces. All are \
      tried, the report shows each with its numbers, and if one does not hold `octavo run` exits with \
      status 2. A notebook with expectations is its own test.
      """,
    example: """
      run: expect
      that:
        - pretrain.validation-loss < 1.95
        - last(pretrain.history.training-loss) < 2
      """)
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
    .array([.string(verdict.claim), .boolean(verdict.holds), .string(verdict.detail)])
  }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> Claim? {
    guard let written = node.scalar?.written, let expression = decoder.expression(written),
      let evaluation = decoder.evaluate(expression)
    else { return node.scalar == nil ? mismatch(node, &decoder) : nil }
    switch evaluation {
    case .known(.boolean(let holds)):
      return Claim(
        verdict: Verdict(
          claim: written.text, holds: holds, detail: decoder.detail(of: expression)))
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
  fileprivate mutating func detail(of expression: Expression) -> String {
    guard case .binary(let comparison, let left, let right, _) = expression,
      comparison.isComparison,
      let leftValue = evaluate(left)?.value, let rightValue = evaluate(right)?.value
    else { return "" }
    return "\(leftValue.rounded) \(comparison.rawValue) \(rightValue.rounded)"
  }
}

extension Value {
  /// As a reader wants it: a number with five significant digits.
  fileprivate var rounded: String {
    if case .number = self { ValueFormat(.general, precision: 5).format(self) } else { plainText }
  }
}
