import OctavoBase

// What is not understood.
extension MathParser {
  mutating func reportUnknown(_ name: String, _ range: Range<Int>) {
    if let remedy = Self.remedies[name] {
      report(.unknownCommand, range, "formulas have no `\\\(name)` here", remedy: remedy)
      if Self.definitions.contains(name) { stop() }
      return
    }
    let near = nearest(to: name, among: Self.names)
    report(
      .unknownCommand, range, "there is no command `\\\(name)`",
      remedy: near.map { "did you mean `\\\($0)`?" },
      replacement: near.map { "\\\($0)" })
  }

  /// What follows them is no formula.
  private static let definitions: Set = [
    "newcommand", "renewcommand", "def", "DeclareMathOperator",
  ]

  private static let remedies = [
    "label": "name the formula behind its closing dollars, as in `$$ … $$ {#eq-loss}`",
    "ref": "write `[](#eq-loss)` in the text around the formula",
    "eqref": "write `[](#eq-loss)` in the text around the formula",
    "cite": "cite in the text around the formula",
    "newcommand": "write out what it stands for",
    "renewcommand": "write out what it stands for",
    "def": "write out what it stands for",
    "DeclareMathOperator": "write `\\operatorname{…}` where the name is used",
    "usepackage": "leave it out",
    "includegraphics": "write an image in Markdown: `![text](file.png)`",
    "href": "write the link in Markdown",
    "(": "leave it out: the dollars delimit the formula",
    ")": "leave it out: the dollars delimit the formula",
    "[": "leave it out: the dollars delimit the formula",
    "]": "leave it out: the dollars delimit the formula",
  ]

  /// Every command of more than one sign, in alphabetical order.
  private static let names: [String] = {
    let structures = """
      frac cfrac dfrac tfrac binom dbinom tbinom sqrt overset underset stackrel xrightarrow
      xleftarrow substack operatorname left right middle begin end not limits nolimits mathop
      mathbin mathrel mathord boxed phantom hphantom vphantom bmod pmod tag displaystyle textstyle
      scriptstyle over choose hspace nonumber
      """.split(whereSeparator: \.isWhitespace).map(String.init)
    let names =
      structures + Array(Letters.italic.keys) + Array(Letters.upright.keys)
      + Array(Symbols.named.keys) + Array(Functions.named.keys) + Array(Spaces.named.keys)
      + Array(Accents.named.keys) + Array(MathVariant.commands.keys)
      + Array(Delimiters.sizes.keys) + Array(Delimiters.named.keys) + Array(textFonts.keys)
    return Set(names.filter { $0.count > 1 }).sorted()
  }()
}
