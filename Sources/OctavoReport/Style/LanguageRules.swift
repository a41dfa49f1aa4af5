extension StyleSheet {
  /// Of scripts that need fonts and line breaks of their own.
  static func rules(ofLanguage tag: String) -> String {
    switch tag.lowercased().split(separator: "-").first {
    case "zh":
      """
      :root{
        --serif:Charter,"Songti SC","Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC",
          SimSun,serif;
        --sans:system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
          "Noto Sans SC","Source Han Sans SC",sans-serif
      }
      \(ideographic)
      """
    case "ja":
      """
      :root{
        --serif:Charter,"Hiragino Mincho ProN","Yu Mincho","Noto Serif CJK JP","Noto Serif JP",serif;
        --sans:system-ui,-apple-system,"Hiragino Sans","Yu Gothic","Noto Sans CJK JP",sans-serif
      }
      \(ideographic)
      """
    case "ko":
      """
      body{word-break:keep-all;line-height:1.7}
      em{font-style:normal;font-weight:600}
      """
    default: ""
    }
  }

  /// No line begins with closing punctuation, and nothing is set in italics.
  private static let ideographic = """
    body{line-break:strict;line-height:1.75;text-autospace:normal;text-spacing-trim:normal}
    h1,h2,h3,h4,h5,h6{letter-spacing:0;text-wrap:pretty}
    h1{line-height:1.25}
    .eyebrow{letter-spacing:0;text-transform:none}
    em,.code .c{font-style:normal}
    em{text-emphasis:filled dot;text-emphasis-position:under right}
    """
}
