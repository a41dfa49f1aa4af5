/// What a page says of its steps: how they depend on one another, at how many points they ran, and
/// what records have in English words of Octavo's own.
protocol StepPhrases: Sendable {
  // MARK: The graph

  var dependencies: String { get }
  var graphOfSteps: String { get }
  func uses(_ step: String, _ others: String) -> String
  var noStepUsesAnother: String { get }
  func settings(_ count: Int) -> String
  func seeds(_ count: Int) -> String

  // MARK: Expectations and skipped steps

  func atAllPoints(_ count: Int) -> String
  func notAt(_ count: Int, of total: Int, suchAs point: String) -> String
  var hasNoValue: String { get }
  /// - Parameter name: with the backticks of code.
  func failedBefore(_ name: String) -> String
  var notPartOfRun: String { get }
  var notAskedFor: String { get }
  var runEndedBefore: String { get }
  var isRunning: String { get }
  var hasNotRunYet: String { get }

  // MARK: Figures

  /// - Parameter most: where there are not equally many everywhere.
  func drawnOneByOne(seeds count: Int, upTo most: Int?) -> String
  var placesLeftOut: String { get }
  func caption(_ caption: StoredCaption) -> String
}

/// The captions that operations give to their figures. A record has them in English, which is the
/// raw value.
enum StoredCaption: String, CaseIterable {
  case loss = "Loss by iteration, on the training and the validation split."
  case score = "The mean score of an iteration's responses."
  case divergence = "The KL divergence of the policy from the reference, by iteration."
  case entropy = "The entropy of the policy, by iteration."
  case critic = "The critic's loss, and the explained variance of the returns."
  case confidence = "Validation comparisons: accuracy by confidence."
  case images = "The first images with their captions."
  case noise = "Images under more and more of the model's noise."
  case denoising = "What the model finds in the noise, from the noisiest step to the last."
}
