import OctavoEngine
import OctavoRunner

/// How the spans are drawn that a model learns to fill.
struct BlankOptions: OptionGroup {
  @Option("The share of a document's tokens in short spans.", .within(0.001...0.5)) var share = 0.15
  @Option(
    "The mean length in tokens of short spans, a Poisson distribution without 0.",
    .within(0.1...100)) var length = 3.0
  @Option(
    "The share of documents with one long span in place of short ones: the end, from half of the "
      + "document to all, so that the model learns to generate.", .within(0...1)) var generation =
    0.0
  @Option("Whether the spans are written in a random order, not from left to right.")
  var shuffled = true

  var spans: BlankSpans {
    BlankSpans(share: share, length: length, generation: generation, isShuffled: shuffled)
  }
}
