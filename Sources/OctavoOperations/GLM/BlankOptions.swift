import OctavoEngine
import OctavoRunner

/// How the spans that a model learns to fill are drawn.
struct BlankOptions: OptionGroup {
  @Option("The least share of a document's tokens in short spans.", .within(0.001...0.5))
  var share = 0.15
  @Option(
    "The mean of the Poisson distribution from which the lengths of short spans are drawn, in "
      + "tokens; 0 is excluded.",
    .within(0.1...100)) var length = 3.0
  @Option(
    "The share of documents with one long span instead of short ones: the end, from half of the "
      + "document to all of it, so that the model learns to generate.", .within(0...1))
  var generation = 0.0
  @Option("Whether the spans are generated in random order rather than from left to right.")
  var shuffled = true

  var spans: BlankSpans {
    BlankSpans(share: share, length: length, generation: generation, isShuffled: shuffled)
  }
}
