import OctavoBase
import OctavoEngine
import OctavoRunner

extension Problems {
  /// Reports a text that is known to be no longer than a model's context.
  ///
  /// - Parameter option: the option that determines the context.
  mutating func requireLonger(
    _ data: Corpus.Outline?, than context: Int?, at option: FieldReference?
  ) {
    guard let data, let context else { return }
    for (characters, part) in [
      (data.forTraining, "for training"), (data.validationCount, "for validation"),
    ] where characters > 0 && characters <= context {
      report(
        at: option,
        "the context of \(context.forReading) tokens is longer than the text \(part), "
          + "\(characters.forReading) characters at most",
        remedy: "give a longer text, or a smaller `context`")
    }
  }
}
