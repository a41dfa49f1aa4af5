/// An artifact of a point of an earlier step that a step takes.
struct InputReference: Sendable {
  let step: String
  /// Of the point.
  let index: Int
  let output: String
  /// Hands the input what the earlier step offers now.
  private let take: @Sendable (StepOffer) -> Void

  init(step: String, index: Int, output: String, take: @escaping @Sendable (StepOffer) -> Void) {
    self.step = step
    self.index = index
    self.output = output
    self.take = take
  }

  /// Hands the input what is known now, such as an artifact that lay in the store when the step was
  /// read.
  func bind(in environment: Environment) {
    if let offer = environment.offers[step]?.offers[index] { take(offer) }
  }
}
