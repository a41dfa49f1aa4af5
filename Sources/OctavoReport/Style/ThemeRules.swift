import OctavoNotebook

extension StyleSheet {
  /// Of a theme's fonts and its logo.
  static func rules(of theme: Theme?) -> String {
    guard let theme else { return "" }
    var rules: [String] = []
    if let text = theme.text { rules.append(":root{--serif:\(text.families)}") }
    if let headings = theme.headings {
      rules.append("h1,h2,h3,h4,h5,h6{font-family:\(headings.families)}")
    }
    if theme.logo != nil {
      rules.append(
        ".logo{display:block;max-width:min(16rem,50%);max-height:4rem;margin:0 0 1.75rem}")
    }
    return rules.joined(separator: "\n")
  }
}
