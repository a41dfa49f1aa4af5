import Foundation

/// Times as a reader likes them.
public enum DurationText {
  /// `0.4 s`, `12.3 s`, `3 min 5 s`, `1 h 12 min`.
  public static func text(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
    if seconds < 0.0005 { return "<1\u{A0}ms" }
    if seconds < 0.0995 { return "\(NumberText.fixed(seconds * 1000, decimals: 0))\u{A0}ms" }
    if seconds < 59.95 { return "\(NumberText.fixed(seconds, decimals: 1))\u{A0}s" }
    let whole = Int(seconds.rounded())
    let (minutes, rest) = whole.quotientAndRemainder(dividingBy: 60)
    if minutes < 60 { return "\(minutes)\u{A0}min \(rest)\u{A0}s" }
    return "\(minutes / 60)\u{A0}h \(minutes % 60)\u{A0}min"
  }

  /// `about 12.3 s`, `under 1 ms`.
  public static func estimate(seconds: Double) -> String {
    let text = text(seconds: seconds)
    return text.hasPrefix("<") ? "under \(text.dropFirst())" : "about \(text)"
  }
}
