import OctavoNotebook
import Testing

@Suite struct FormulaTests {
  static func formulas(_ inlines: [Inline]) -> [String] {
    inlines.flatMap { inline -> [String] in
      switch inline {
      case .math(let formula): [formula.written]
      case .emphasis(let content), .strong(let content), .struck(let content),
        .link(_, _, let content):
        formulas(content)
      default: []
      }
    }
  }

  static func formulas(_ prose: [Prose]) -> [String] {
    prose.flatMap { block -> [String] in
      switch block {
      case .math(let formula): [formula.written]
      case .paragraph(let content), .heading(_, _, let content): formulas(content)
      case .quote(let content): formulas(content)
      case .alert(let alert): formulas(alert.content)
      case .list(let list): list.items.flatMap { formulas($0) }
      case .table(let table): (table.header + table.rows.joined()).flatMap { formulas($0) }
      case .footnotes(let notes): notes.flatMap { formulas($0.content) }
      case .figure(_, let caption): formulas(caption.content)
      case .details(let details): formulas(details.summary)
      case .code, .thematicBreak, .endOfDetails: []
      }
    }
  }

  static func formulas(in text: String) -> [String] { formulas(MarkdownReaderTests.prose(text)) }

  @Test(arguments: [
    (
      #"The loss is $-\log \sigma(r_w - r_l)$, and $\alpha*b*c$."#,
      [#"$-\log \sigma(r_w - r_l)$"#, #"$\alpha*b*c$"#]
    ),
    (#"$\{a\}$ and $a_b$ and $c_d$"#, [#"$\{a\}$"#, "$a_b$", "$c_d$"]),
    ("$x$", ["$x$"]), ("($x$), **$y$**: *$z$*", ["$x$", "$y$", "$z$"]),
    ("$`a*b*`$ c", ["$a*b*$"]), ("$$ a $$ and $$b$$", ["$$ a $$", "$$b$$"]),
    ("$a\nb *c*$ d", ["$a\nb *c*$"]), (#"$5\$$"#, [#"$5\$$"#]),
    ("# A $x_1$ b", ["$x_1$"]), ("[$a$](b) ![$c$](d)", ["$a$"]),
    ("$a<b$, $c>d$", ["$a<b$", "$c>d$"]),
    ("- $a$\n- $b$", ["$a$", "$b$"]), ("> $$\n> a *b*\n> $$", ["$$\na *b*\n$$"]),
    ("損失 $é_1$ é", ["$é_1$"]),
    ("It costs $5; the loss is $x$.", ["$x$"]), ("$$\\text{$a$}$$", ["$$\\text{$a$}$$"]),
    ("$α$$β$", []), ("~~$a$~~", ["$a$"]),
  ])
  func formulasKeepTheirSource(text: String, expected: [String]) {
    #expect(Self.formulas(in: text) == expected)
  }

  @Test(arguments: [
    "It costs from $5 to $6.", "$5", "a$", "$ a $", "$HOME and $PATH", "$HOME:$PATH",
    #"\$a\$"#, "`$a$`", "``$a`$b$``", "    $a$", "```\n$a$\n```", "US$5 and US$6", "$5/$6", "$$",
    "$$$", "$", "$$a", "(5$) or (6$)", "costs $5 and `x$` more",
    "<https://a.org/$a$>",
    "[a](b$c$d)", "$5 | $6", "| $5 | 6$ |\n| --- | --- |\n| a | b |",
  ])
  func otherDollarsStayText(text: String) {
    #expect(Self.formulas(in: text) == [])
    #expect(!read(text).diagnostics.contains { $0.message.contains("formula") })
  }

  @Test func textAroundFormulasStays() {
    #expect(
      MarkdownReaderTests.inlines("a $x$ from $5 to \\$6, *b $y*z$*") == [
        .text("a "), .math(Formula(source: "x", isDisplayed: false)),
        .text(" from $5 to $6, "),
        .emphasis([.text("b "), .math(Formula(source: "y*z", isDisplayed: false))]),
      ])
  }

  @Test(arguments: [
    "\\begin{aligned}\na &= b \\\\\nc &= \\{d\\}\n\\end{aligned}", "a\n- b\n+ c", "a\n= b\n> c",
    "a\n===\nb", "# a", "1. a\n2. b", "a\n---\nb", "a  \nb\\", "| a |\n| - |\n| b |",
    "x",
  ])
  func displayedFormulasMayHoldAnything(source: String) {
    let text = "Before:\n\n$$\n\(source)\n$$\n\nAfter *it*."
    let prose = MarkdownReaderTests.prose(text)
    #expect(
      prose == [
        .paragraph([.text("Before:")]),
        .math(Formula(source: "\n\(source)\n", isDisplayed: true)),
        .paragraph([.text("After "), .emphasis([.text("it")]), .text(".")]),
      ])
  }

  @Test func aParagraphMayGoOnAroundADisplayedFormula() {
    #expect(
      MarkdownReaderTests.prose("We have\n$$\na\n$$\nwhere *a* is.") == [
        .paragraph([
          .text("We have"), .softBreak, .math(Formula(source: "\na\n", isDisplayed: true)),
          .softBreak, .text("where "), .emphasis([.text("a")]), .text(" is."),
        ])
      ])
  }

  @Test func displayedFormulasEndAtAnEmptyLine() {
    #expect(Self.formulas(in: "$$\na\n\nb\n$$\n") == [])
    #expect(Self.formulas(in: "$$\na\n```\nb $$\n```") == [])
  }

  @Test func fencedFormulas() {
    #expect(
      MarkdownReaderTests.prose("```math\na \\\\ b\n```") == [
        .math(Formula(source: "\na \\\\ b\n", isDisplayed: true))
      ])
  }

  @Test func cellsEndFormulasUnlessTheBarIsEscaped() throws {
    let table = try #require(
      PipeTableReaderTests.table("| $a$ | b |\n| --- | --- |\n| $\\|c\\|$ | $d$ |"))
    #expect(Self.formulas(table.header.flatMap { $0 }) == ["$a$"])
    #expect(Self.formulas(table.rows[0].flatMap { $0 }) == ["$|c|$", "$d$"])
  }

  @Test func whatIsUnderstoodNeedsNoWarning() {
    let text = "# A $x$\n\nSee $a_1$ and $`\\frac{a}{b}`$.\n\n$$\nc\n$$\n\n```math\nd\n```\n"
    #expect(read(text).diagnostics == [])
  }

  /// Whatever stands in front of a formula's lines, a problem is where it was written.
  @Test(arguments: [
    "See $a \\nosuch b$.", "- *x* $é\\nosuch$", "> $$\n> a +\n>   \\nosuch\n> $$",
    "$$\na\n- \\nosuch\n$$", "1. ```math\n   a\n     \\nosuch\n   ```", "# $\\nosuch$",
    "| a | b |\n| - | - |\n| $\\|x\\|$ | $\\|\\nosuch\\|$ |", "a[^n]\n\n[^n]: note $\\nosuch$",
    "$$x \\nosuch$$ {#eq-x}",
  ])
  func problemsHaveTheirPlaces(text: String) throws {
    let notebook = read(text)
    let diagnostic = try #require(notebook.diagnostics.first)
    #expect(notebook.diagnostics.count == 1)
    #expect(diagnostic.severity == .warning)
    #expect(diagnostic.identifier == .unknownCommand)
    let range = try #require(diagnostic.range)
    #expect(notebook.source.text(in: range) == "\\nosuch")
  }

  @Test(arguments: [
    "$$\na\n$$ {#eq-a}", "$$a$$ {#eq-a}", "```math {#eq-a}\na\n```", "$$\na\n- b\n$$ {#eq-a}",
    "> $$\n> a\n> $$  {#eq-a}", "- $$a$${#eq-a}",
  ])
  func namedFormulas(text: String) {
    let notebook = read(text + "\n\nSee [](#eq-a) and [it](#eq-a).")
    #expect(notebook.diagnostics == [])
    let formulas = notebook.elements.flatMap { element -> [Formula] in
      if case .prose(let prose) = element { prose.formulas } else { [] }
    }
    #expect(formulas.map(\.name) == ["eq-a"])
    #expect(formulas.allSatisfy { !$0.source.contains("{") && $0.isDisplayed })
  }

  @Test func namesOfFormulasAreChecked() {
    let twice = read("$$a$$ {#x}\n\n$$b$$ {#x}\n")
    #expect(twice.diagnostics.map(\.identifier) == [.duplicateName])
    #expect(twice.diagnostics[0].range?.start == SourcePosition(line: 3, column: 9))
    let step = read("$$a$$ {#x}\n\n```step x\nrun: y\n```\n")
    #expect(step.diagnostics.map(\.identifier) == [.duplicateName])
    #expect(read("$$a$$ {#Eq A}\n").diagnostics.map(\.identifier) == [.invalidName])
    #expect(read("$$a$$ {#eq-a}\n\n[](#eq-b)\n").diagnostics.map(\.identifier) == [.unknownLabel])
  }

  @Test func captionsHaveFormulas() throws {
    let notebook = read(
      "```step a\nrun: x\ncaption: The ratio $r_t$, not $\\nosuch$ or `$b$`.\n```\n")
    #expect(notebook.diagnostics.map(\.identifier) == [.unknownCommand])
    let range = try #require(notebook.diagnostics.first?.range)
    #expect(notebook.source.text(in: range) == "\\nosuch")
    #expect(
      [Inline](caption: "From $5 to $6: $r$ and `$b$`") == [
        .text("From $5 to $6: "), .math(Formula(source: "r", isDisplayed: false)),
        .text(" and "), .code("$b$"),
      ])
  }

  @Test func positionsSurvive() {
    let text = "> $α_β$ and\n> $$a\n> b$$ `{value} x.y`, [](#none)\n\n$c$ `{value} z.w`\n"
    let notebook = read(text)
    #expect(notebook.valueReferences.count == 2)
    for reference in notebook.valueReferences {
      let written = notebook.source.text(in: reference.expression.paths[0].range)
      #expect(written == reference.expression.paths[0].description)
    }
  }

  /// More formulas than one byte can tell apart.
  @Test func manyFormulas() {
    let all = (0..<3000).map { "$\($0 % 10)$ $a_\($0)$ $\($0)$" }
    let found = Self.formulas(in: all.joined(separator: "\n"))
    #expect(found.joined(separator: " ") == all.joined(separator: " "))
  }
}
