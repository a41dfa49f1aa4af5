import OctavoBase

/// All words that a page says of itself: a language is a type, and the compiler finds what it
/// lacks.
///
/// Counts come as numbers, so that each language has its own plural forms.
protocol Phrases: PlotPhrases, FigurePhrases, StepPhrases {
  // MARK: Frame

  var skipToReport: String { get }
  var contents: String { get }
  var contentsFolded: String { get }
  var abstract: String { get }
  var keywords: String { get }
  var references: String { get }
  var footnotes: String { get }
  var linkToSection: String { get }
  var details: String { get }
  var fullStop: String { get }
  /// What is between a term and its explanation.
  var colon: String { get }
  var referenceWords: ReferenceWords { get }

  // MARK: Colors

  var colors: String { get }
  var automatic: String { get }
  var light: String { get }
  var dark: String { get }

  // MARK: Figures and tables

  var figure: String { get }
  var table: String { get }
  var equation: String { get }
  var formula: String { get }
  var images: String { get }
  var tokens: String { get }
  var image: String { get }
  func image(_ text: String) -> String
  func image(row: Int, column: Int) -> String
  func image(_ number: Int, of count: Int) -> String
  func text(_ number: Int) -> String
  func part(_ number: Int, of count: Int) -> String
  func underTokens(_ title: String) -> String
  func moreImagesLeftOut(_ count: Int) -> String
  func moreTextsLeftOut(_ count: Int) -> String
  func moreTokensLeftOut(_ count: Int) -> String
  func more(_ count: Int) -> String
  var promptIsBold: String { get }
  var token: String { get }
  var data: String { get }
  func dataOf(_ figure: String?) -> String
  func rowsAtEvenDistances(_ shown: Int, of count: Int) -> String
  func rowsLeftOut(_ count: Int) -> String
  var rowsLeftOutInPrint: String { get }
  func moreColumns(_ count: Int) -> String
  func moreCharacters(_ count: Int) -> String
  func points(_ count: Int) -> String
  func pointsOf(_ step: String) -> String
  /// - Parameter best: what is marked; `nil` for several kinds.
  func bold(_ best: BestKind?, ofEachRow: Bool, withinIntervals: Bool) -> String
  func step(_ name: String) -> String

  // MARK: Prose

  var done: String { get }
  var open: String { get }
  func alert(_ kind: AlertKind) -> String
  func footnote(_ number: Int) -> String
  func backToReference(_ number: String) -> String
  var noSuchValue: String { get }

  // MARK: How the run went

  /// - Parameter narrow: how many of them hold narrowly.
  func allHold(_ count: Int, narrowly narrow: Int) -> String
  func doNotHold(_ broken: Int, of count: Int) -> String
  func failed(_ count: Int) -> String
  func skipped(_ count: Int) -> String
  func graveWarnings(_ count: Int) -> String
  func minorWarnings(_ count: Int) -> String
  func moreWarnings(_ count: Int) -> String
  var graveWarning: String { get }
  var warning: String { get }
  var holds: String { get }
  var holdsNarrowly: String { get }
  var doesNotHold: String { get }
  func stepFailed(_ name: String) -> String
  func stepSkipped(_ name: String) -> String

  // MARK: Sources and reproduction

  var sources: String { get }
  var showAllSources: String { get }
  var reproducing: String { get }
  var onStandardInput: String { get }
  var hashOfNotebook: String { get }
  func hash(of file: String) -> String
  var withinPage: String { get }
  var processor: String { get }
  var threads: String { get }
  var started: String { get }
  var took: String { get }
  var peakMemory: String { get }
  var timeOfSteps: String { get }
  func inEarlierRun(_ time: String) -> String
  var stepColumn: String { get }
  var operationColumn: String { get }
  var timeColumn: String { get }
  var medianIteration: String { get }
  /// What the page carries, in the order of the sentence.
  var enclosures: [EnclosurePhrase] { get }
}

/// Which cells a table marks.
enum BestKind: String { case lowest, highest }

enum AlertKind: String { case note, tip, important, warning, caution }

/// A part of the sentence that says what a page carries.
enum EnclosurePhrase {
  case words(String)
  case code(String)
  /// The words that lead to the notebook.
  case notebook(String)
  /// The words that lead to the record of the run.
  case record(String)
}

extension Phrases {
  func count(_ number: Int) -> String { NumberText.integer(number) }
}
