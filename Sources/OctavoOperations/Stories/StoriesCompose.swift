import OctavoEngine
import OctavoResults
import OctavoRunner

/// `stories.compose`: a text of tiny stories, made on the spot.
struct StoriesCompose: Operation {
  static let manual = Manual(
    "stories.compose", "Composes tiny stories with cheerful and gloomy endings.",
    discussion: """
      A grammar tells of someone with something to lose: where they are, whom they meet, what goes \
      wrong and how it ends. A model that only learns spelling will mix up who had what; a better one \
      will not. The stories need no file, and the same seed gives the same stories. With `request`, each \
      begins with a sentence that asks for some of its words: “tell of tears, fault, kite.” Half of \
      these words show whether it ends well.
      """,
    example: """
      run: stories.compose
      count: 4000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The stories, one per line.") var corpus: Corpus
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { statistics.shown }
  }

  @Option("How many stories.", .within(1...1_000_000)) var count = 4000
  @Option("The share of stories that end well.", .within(0...1)) var cheerful = 0.5
  @Option(
    "How many of its words a story asks for before it begins; none unless given.", .within(0...8))
  var request = 0
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  /// No story is longer: the grammar's longest fills stay well below.
  private static let longestStory = 600

  func check(_ problems: inout Problems) {
    problems.requireMemory(of: outline, at: $count)
  }

  private var outline: Corpus.Outline {
    Corpus.Outline(
      characters: count * Self.longestStory, validationFraction: validationFraction,
      alphabet: .smallLetters(and: "\n !\",.?"))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$corpus] = outline
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    var stories = try StoryGrammar().stories(
      count: count, cheerful: cheerful, from: stream,
      progress: context.progress(of: count, unit: "stories"))
    if request > 0 {
      stories = stories.enumerated().map { index, story in
        var words = stream.derived(for: "request", index: index)
        return story.asking(for: request, using: &words)
      }
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(text: stories.corpus, validationFraction: validationFraction)
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    return outputs
  }
}
