import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `histories.compose`: what people with tastes have chosen, as text.
struct HistoriesCompose: Operation {
  static let manual = Manual(
    "histories.compose", "Composes what people have watched, one person per line.",
    discussion: """
      Eighty films, each with a mood and a subject in its title, such as `silent harbor`. Everybody \
      likes two moods and two subjects, and watches films of these more often; some films are watched \
      more by all; and with the probability `succession` the next film is the last one's sequel, the \
      same subject in the next mood. So the film seen last says something of the next, and everything seen \
      before says more. Written as text, recommending is predicting how a line continues (Geng et al. \
      2022; Cui et al. 2022). The last people are the validation split; only they can watch the \
      `unseen` films.

      `names` chooses the names of films (Hua et al. 2023, “How to index item IDs”): their \
      `titles`; `consecutive` numbers in the order of the catalogue, whose first digit is the mood \
      and whose second the subject; the same numbers `shuffled`; or `random` numbers of four \
      digits. The people, and what they watch, do not depend on the names. `viewings` has their \
      tastes too, from which `histories.ask` makes questions and `recommend.evaluate` the best \
      possible ranking.
      """,
    example: """
      run: histories.compose
      people: 4000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The histories, one per line, titles separated by commas.") var corpus: Corpus
    @Output("What people have watched and what they like.") var viewings: Viewings
    @Output("How many films there are.") var items: Int
    @Output("How many of them a person has watched, on average.") var meanLength: Double
    @Output("The first three histories.") var passages: Figure
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$passages, $items, $meanLength, statistics.$characters] }
  }

  @Option("How many people.", .within(2...1_000_000)) var people = 4000
  @Option("The fewest films that somebody has watched.", .within(1...80)) var shortest = 4
  @Option("The most.", .within(1...80)) var longest = 12
  @Option("How often the next film is the last one's sequel.", .within(0...1))
  var succession = 0.3
  @Option("The names of the films.") var names = FilmNames.titles
  @Option(
    "The number of films that only people of the validation split can watch.", .within(0...40))
  var unseen = 0
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  private static let longestTitle = FilmTastes.titles.map(\.count).max() ?? 0

  func check(_ problems: inout Problems) {
    if shortest > longest {
      problems.report(
        at: $shortest, "the shortest history of \(shortest) films is longer than the longest",
        remedy: "give a `shortest` of at most \(longest)")
    }
    if longest > FilmTastes.titles.count - unseen {
      problems.report(
        at: $longest,
        "with \(unseen) unseen films there are \(FilmTastes.titles.count - unseen) to watch, fewer than "
          + "the longest history of \(longest)",
        remedy: "give a `longest` of at most \(FilmTastes.titles.count - unseen)")
    }
    if unseen > 0, validationFraction == 0 {
      problems.report(
        at: $unseen, "nobody watches the unseen films, for there is no validation split",
        remedy: "make a validation split with `validation-fraction`")
    }
    problems.requireMemory(of: outline, at: $people)
  }

  private var outline: Corpus.Outline {
    Corpus.Outline(
      characters: people * longest * (Self.longestTitle + ItemSeparator.standard.count),
      validationFraction: validationFraction, alphabet: names.alphabet.union("\n ,".unicodeScalars))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$corpus] = outline
    outputs[\.$viewings] = Viewings.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let films = FilmTastes.titles.indices
    var drawn = stream.derived(for: "unseen")
    let unreleased = Set(films.shuffled(using: &drawn).prefix(unseen))
    let kept = max(1, Int(Double(people) * (1 - validationFraction)))
    let world = FilmTastes(succession: succession, from: stream.derived(for: "films"))
    let viewers = try world.viewers(
      people: people, lengths: shortest...longest, without: { $0 < kept ? unreleased : [] },
      from: stream.derived(for: "people"), progress: context.progress(of: people, unit: "people"))
    let viewings = Viewings(
      world: world, names: names.names(from: stream.derived(for: "names")),
      training: Array(viewers[..<kept]), validation: Array(viewers[kept...]))
    let lines = viewers.map { viewings.text($0.films) }
    func text(_ lines: ArraySlice<String>) -> String { lines.map { $0 + "\n" }.joined() }
    var outputs = Outputs()
    outputs.corpus = Corpus(training: text(lines[..<kept]), validation: text(lines[kept...]))
    outputs.viewings = viewings
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.items = FilmTastes.titles.count
    outputs.meanLength = viewers.map { Double($0.films.count) }.mean
    outputs.passages = Figure(.passages(lines.prefix(3).map { Passage(text: $0) }))
    return outputs
  }
}
