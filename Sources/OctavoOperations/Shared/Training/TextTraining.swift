import OctavoEngine
import OctavoRunner

/// A recipe for training a language model on independent examples.
protocol TextTraining: OptionGroup {
  var iterations: Int { get }
  var batch: Int { get }
  /// Where problems with the batch are reported.
  var batchOption: FieldReference { get }

  /// Reports what does not suit the model.
  func check(for model: GPT.Configuration?, _ problems: inout Problems)
}

extension TextTraining {
  func check(for model: GPT.Configuration?, _ problems: inout Problems) {}
}

extension TextTrainingOptions: TextTraining {}
