import OctavoEngine
import OctavoResults
import OctavoRunner

/// The outputs of a training on preferences without a reward model, besides what was trained.
struct ImpliedRewardOutputs: OutputGroup {
  @Output(
    "The fraction of validation comparisons in which the better response has the higher implied "
      + "reward.", isShare: true) var accuracy: Double?
  @Output(
    "The fraction of validation pairs that the implied rewards order as the judge does; its ties do not count.",
    isShare: true) var judgeAgreement: Double?
  @Output(
    "Of these, the share that the preferences themselves have right: what their noise allows.",
    isShare: true) var labelAccuracy: Double?
  @Output(
    "One row per evaluation; losses of training are means since the row before.",
    columns: TrainingSummary.columnsWithAccuracies) var history: Table
  var training = TrainingOutputs()

  var shown: [any DeclaredOutput] {
    [training.$loss, $accuracy, $labelAccuracy, $judgeAgreement]
  }
}

extension ImpliedRewardOutputs {
  /// - Parameter evaluation: on the validation split; nil without one.
  init(_ summary: TrainingSummary, _ evaluation: PreferenceEvaluation?) {
    accuracy = evaluation?.accuracy
    judgeAgreement = evaluation?.judgeAgreement
    labelAccuracy = evaluation?.labelAgreement
    history = summary.tableWithAccuracies
    training = TrainingOutputs(summary)
  }
}
