import OctavoBase

/// The languages in which a report can say its own words, such as “Figure” and “Contents”.
public enum ReportLanguage: String, CaseIterable, Sendable {
  case german = "de"
  case english = "en"
  case spanish = "es"
  case french = "fr"
  case chinese = "zh"

  /// - Parameter tag: as BCP 47 has it: `de-AT` is German.
  public init?(tag: String) {
    self.init(rawValue: Self.subtags(tag).first ?? "")
  }

  private static func subtags(_ tag: String) -> [String] {
    tag.lowercased().split(separator: "-").map(String.init)
  }

  /// How numbers are written, for which countries have customs of their own.
  public static func notation(tag: String) -> NumberNotation {
    let region = subtags(tag).dropFirst().first { $0.count == 2 || $0 == "419" } ?? ""
    switch ReportLanguage(tag: tag) {
    case .german where ["ch", "li"].contains(region):
      return NumberNotation(decimalMark: ".", groupMark: "’", to: "bis")
    case .german:
      return NumberNotation(decimalMark: ",", groupMark: ".", to: "bis")
    case .spanish where pointedRegions.contains(region):
      return NumberNotation(decimalMark: ".", groupMark: ",", to: "a")
    case .spanish:
      return NumberNotation(decimalMark: ",", groupMark: "\u{202F}", to: "a")
    case .french:
      return NumberNotation(decimalMark: ",", groupMark: "\u{202F}", to: "à")
    case .chinese:
      return NumberNotation(decimalMark: ".", groupMark: ",", to: "至")
    case .english, nil:
      return .english
    }
  }

  /// Where Spanish has a decimal point.
  private static let pointedRegions: Set = [
    "419", "do", "gt", "hn", "mx", "ni", "pa", "pe", "pr", "sv", "us",
  ]
}
