import OctavoBase
import OctavoNotebook

/// The language of a page's own words and numbers. What steps computed, such as a warning's text
/// and the name of a column, stays as it is.
package struct PageLanguage: Sendable {
  let phrases: any Phrases
  private let notation: NumberNotation

  /// - Parameter tag: as BCP 47 has it; English where the language is none of those that are known.
  package init(tag: String) {
    notation = ReportLanguage.notation(tag: tag)
    phrases =
      switch ReportLanguage(tag: tag) {
      case .german: GermanPhrases()
      case .spanish: SpanishPhrases()
      case .french: FrenchPhrases()
      case .chinese: ChinesePhrases()
      case .english, nil: EnglishPhrases()
      }
  }

  /// Whatever is drawn in the body is in this language.
  package func speaking<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Self.$phrases.withValue(phrases) {
      try NumberNotation.$current.withValue(notation, operation: body)
    }
  }

  @TaskLocal fileprivate static var phrases: any Phrases = EnglishPhrases()
}

/// The phrases of the page that is being drawn. Every view has some; so they come by the task, as
/// its numbers' notation does, and not through every initializer.
var phrases: any Phrases { PageLanguage.phrases }
