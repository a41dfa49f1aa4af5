import OctavoEngine
import OctavoResults
import OctavoRunner

/// Responses must fit into a model's context together with their prompts, since they are read again
/// as a whole. (A text that nobody reads again may grow beyond the context.)
extension SamplingOptions {
  /// Reports what such models can never write as a response; said at the options themselves.
  func check(forResponsesOf models: LanguageModel.Outline?..., to problems: inout Problems) {
    ending.check(for: models, to: &problems)
    guard let tokens, let context = models.compactMap({ $0?.configuration.context }).min(),
      tokens >= context
    else { return }
    problems.report(
      at: $tokens,
      "\(tokens) tokens are asked for, and after a prompt the context of \(context) leaves "
        + "\(context - 1) at most",
      remedy: "give fewer `tokens`, at most \(context) less those of the longest prompt, or use a "
        + "model with a larger `context`")
  }

  /// How responses to these prompts are sampled: none is longer than leaves it whole in the context.
  /// The reader of the report is told where that is less than was asked for.
  ///
  /// - Parameters:
  ///   - models: that share a tokenizer.
  ///   - prompts: each shorter than the context of every model.
  func settings(
    forResponsesOf models: LanguageModel..., to prompts: [[Int32]], in context: StepContext
  ) throws -> SamplingSettings {
    var settings = try settings(for: models[0].tokenizer)
    let width = models.map(\.model.configuration.context).min() ?? 0
    let longest = prompts.map(\.count).max() ?? 0
    let room = width - longest
    guard room < settings.maximumTokens else { return settings }
    settings.maximumTokens = room
    if let tokens {
      context.warn(
        .ordinary,
        "Responses are cut after \(room) tokens: \(tokens) were asked for, and with prompts of "
          + "\(Self.range(of: prompts)) tokens the context of \(width) leaves \(room).")
    }
    return settings
  }

  private static func range(of prompts: [[Int32]]) -> String {
    let lengths = prompts.map(\.count)
    guard let least = lengths.min(), let most = lengths.max(), least < most else {
      return "\(lengths.first ?? 0)"
    }
    return "\(least) to \(most)"
  }
}
