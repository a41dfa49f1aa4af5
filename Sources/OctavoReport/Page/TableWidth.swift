/// How wide a table is on its own, in a common sans-serif face, and what that means for paper,
/// where a table that is wider than the page would make all of the page smaller.
enum TableWidth {
  private static let fontSize = 14.0
  /// Beside each column, in pixels, where room is scarce.
  private static let padding = 15.0
  /// From where a table does not fit a phone.
  private static let phone = 346.0
  /// From where a table is set smaller on paper, from where smaller still, and from where each of
  /// its rows is a paragraph.
  private static let (page, smallOnPage, tinyOnPage) = (690.0, 900.0, 1000.0)
  /// The room that a column of words has on paper before they break into lines.
  private static let words = 200.0

  /// - Parameter columns: the texts of each, its head's among them.
  static func of(_ columns: [[String]]) -> Double {
    columns.map { texts in
      (texts.map { TextMetrics.width($0, fontSize: fontSize) }.max() ?? 0) + padding
    }.reduce(0, +)
  }

  /// As `of`, where the columns with a place in `broken` hold words that may stand on several
  /// lines.
  static func onPaper(_ columns: [[String]], broken: (Int) -> Bool) -> Double {
    columns.enumerated().map { index, texts in
      broken(index) ? min(of([texts]), words) : of([texts])
    }.reduce(0, +)
  }

  static func fitsPhone(_ width: Double) -> Bool { width <= phone }

  /// How the style sheet sets a table that is wider than paper; the raw value is the class.
  enum PaperForm: String {
    case small = "small-on-paper"
    case tiny = "tiny-on-paper"
    /// Each row is a paragraph.
    case split = "split-on-paper"
  }

  /// `nil` for a table that fits.
  static func paperForm(_ width: Double) -> PaperForm? {
    switch width {
    case ...page: nil
    case ...smallOnPage: .small
    case ...tinyOnPage: .tiny
    default: .split
    }
  }
}
