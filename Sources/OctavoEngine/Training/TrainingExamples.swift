/// Examples to learn from, and others for validation, of which there may be none.
public struct TrainingExamples<Examples: Sendable>: Sendable {
  public var training, validation: Examples

  public init(training: Examples, validation: Examples) {
    self.training = training
    self.validation = validation
  }
}

extension TrainingExamples where Examples: RangeReplaceableCollection {
  public init(training: Examples) { self.init(training: training, validation: Examples()) }
}
