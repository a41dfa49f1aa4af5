import OctavoEngine
import OctavoRunner

/// The loss of direct preference optimization.
struct DirectPreferenceOptions: OptionGroup {
  @Option(
    "How much reward a nat of log-ratio stands for, β; of `simpo`, a nat of a token's mean log-probability; of `orpo`, what the odds ratio weighs, λ. Without it 0.1, for `simpo` 2.",
    .within(1e-6...1e6)) var coefficient: Double?
  @Option("How a pair's implied rewards are compared.") var form = DirectPreferenceLoss.Form.sigmoid
  @Option("The share of labels that are taken to be wrong.", .within(0..<0.5))
  var labelSmoothing = 0.0
  @Option(
    "By how much the better response's reward should exceed the worse one's in `simpo`, γ; without it 1.",
    .within(0...1e6)) var margin: Double?

  func check(_ problems: inout Problems) {
    if !form.smoothsLabels, labelSmoothing > 0 {
      problems.report(
        at: $labelSmoothing, "only the forms `sigmoid` and `simpo` smooth labels",
        remedy: "leave `label-smoothing` out")
    }
    if form != .simpo, margin != nil {
      problems.report(
        at: $margin, "only the form `simpo` has a margin", remedy: "leave `margin` out")
    }
  }

  var loss: DirectPreferenceLoss {
    DirectPreferenceLoss(
      coefficient: coefficient, form: form, labelSmoothing: labelSmoothing,
      margin: form == .simpo ? margin ?? 1 : 0)
  }
}

extension DirectPreferenceLoss.Form: OptionChoice {}
