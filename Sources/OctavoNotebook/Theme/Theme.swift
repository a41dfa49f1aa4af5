import OctavoBase

/// What a notebook says of its report's looks.
public struct Theme: Hashable, Sendable {
  /// The color of links and of what else stands out, where it can be read on every ground.
  public struct Accent: Hashable, Sendable {
    public var light: WebColor
    public var dark: WebColor
  }

  /// What the accent is seen on.
  public struct Scheme: Hashable, Sendable {
    /// In the front matter.
    public let name: String
    public let isDark: Bool
    public let grounds: [WebColor]

    private init(_ name: String, isDark: Bool, _ grounds: [String]) {
      self.name = name
      self.isDark = isDark
      self.grounds = grounds.compactMap(WebColor.init)
    }

    /// The page's colors `paper` and `raised`.
    public static let light = Scheme("light", isDark: false, ["#fdfcfa", "#f4f2ec"])
    public static let dark = Scheme("dark", isDark: true, ["#15161a", "#1f2127"])

    /// What WCAG's level AA asks of text.
    public static let leastContrast = 4.5

    /// The color, or the nearest one that can be read.
    public func legible(_ color: WebColor) -> WebColor {
      color.legible(on: grounds, contrast: Self.leastContrast, isLighter: isDark)
    }
  }

  public var accent: Accent?
  /// Of the prose.
  public var text: FontStack?
  public var headings: FontStack?
  /// An image over the title, as an address from the notebook's folder.
  public var logo: Key?
  /// What the image says; empty for an ornament.
  public var logoText = ""

  public init() {}
}
