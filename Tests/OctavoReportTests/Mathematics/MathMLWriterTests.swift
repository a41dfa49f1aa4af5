import OctavoMathematics
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct MathMLWriterTests {
  private static func markup(_ source: String, _ style: MathStyle = .display) -> String {
    let reading = MathFormula(reading: source)
    #expect(reading.problems == [])
    return HTMLWriter.fragment(.fragment(MathMLWriter(style).row(reading.nodes)))
  }

  @Test(arguments: [
    (#"\sum_{i}^n"#, "munderover", "msubsup"), (#"\max_x"#, "munder", "msub"),
    (#"\operatorname*{arg\,max}_x"#, "munder", "msub"), (#"\lim_x"#, "munder", "msub"),
    (#"\int_a^b"#, "msubsup", "msubsup"), (#"\log_2"#, "msub", "msub"),
    (#"\sum\nolimits_i"#, "msub", "msub"), (#"\sum\limits_i"#, "munder", "munder"),
    (#"\underbrace{x}_{y}"#, "munder", "munder"), (#"\mathop{A}_x"#, "munder", "msub"),
  ])
  func limits(source: String, display: String, text: String) {
    #expect(Self.markup(source, .display).hasPrefix("<\(display)>"))
    #expect(Self.markup(source, .text).hasPrefix("<\(text)>"))
  }

  /// Within a fraction a formula of its own is as small as one in a line.
  @Test func stylesOfParts() {
    #expect(Self.markup(#"\frac{\sum_i}{2}"#).contains("<msub>"))
    #expect(Self.markup(#"\dfrac{\sum_i}{2}"#, .text).hasPrefix(#"<mstyle displaystyle="true">"#))
    #expect(Self.markup(#"{\displaystyle \sum_i}"#, .text).contains("<munder>"))
    #expect(Self.markup(#"\begin{aligned} \sum_i \end{aligned}"#, .text).contains("<munder>"))
    #expect(Self.markup(#"\begin{pmatrix} \sum_i \end{pmatrix}"#).contains("<msub>"))
  }

  /// The space around signs is TeX's: none around the minus of a sign, less in scripts.
  @Test func spaces() {
    #expect(
      Self.markup("a-b") == "<mi>a</mi>"
        + #"<mo lspace="0.222em" rspace="0.222em">−</mo>"# + "<mi>b</mi>")
    #expect(Self.markup("-b") == #"<mo lspace="0" rspace="0">−</mo><mi>b</mi>"#)
    #expect(
      Self.markup("a=-b").contains(
        #"<mo lspace="0.278em" rspace="0">=</mo><mo lspace="0.278em" rspace="0">−</mo>"#))
    #expect(Self.markup("x_{a-b}").contains(#"<mo lspace="0" rspace="0">−</mo>"#))
    #expect(Self.markup("a, b").contains(#"<mo lspace="0" rspace="0.167em">,</mo>"#))
    #expect(Self.markup(#"\log x"#).contains(#"<mi>log</mi><mspace width="0.167em"/><mi>x</mi>"#))
    #expect(!Self.markup(#"\log(x)"#).contains("mspace"))
  }

  @Test func delimiters() {
    #expect(Self.markup("(a)").contains(#"<mo stretchy="false" lspace="0" rspace="0">(</mo>"#))
    #expect(
      Self.markup(#"\left( a \middle| b \right."#).contains(
        #"<mo form="prefix" stretchy="true" symmetric="true" lspace="0" rspace="0">(</mo>"#))
    #expect(Self.markup(#"\Big["#).contains(#"minsize="1.8em" maxsize="1.8em""#))
  }

  @Test func typefaces() {
    #expect(
      Self.markup(#"\mathbb{R}\mathcal{L}\mathbf{x}\boldsymbol{\theta}\mathfrak{g}"#)
        == "<mi>ℝ</mi><mi>ℒ</mi><mi>𝐱</mi><mi>𝜽</mi><mi>𝔤</mi>")
    #expect(
      Self.markup(#"\mathrm{KL}\mathrm{d}\Gamma\gamma"#)
        == #"<mi>KL</mi><mi mathvariant="normal">d</mi><mi mathvariant="normal">Γ</mi><mi>γ</mi>"#)
    #expect(Self.markup(#"\mathbb{1}\mathbf{0}"#) == "<mn>𝟙</mn><mn>𝟎</mn>")
    #expect(Self.markup(#"\text{if } x"#).hasPrefix("<mtext>if\u{A0}</mtext>"))
  }

  private static func page(_ prose: [Prose]) -> String {
    HTMLWriter.fragment(
      .fragment(
        prose.map(
          ProseView(
            context: PageContext(
              ReportDocument(
                title: "", elements: prose.map { .prose($0) },
                run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: [])))
          ).node)))
  }

  @Test func equationsAreNumberedInOrder() {
    let html = Self.page([
      .math(Formula(source: "a", isDisplayed: true)),
      .math(Formula(source: "b", isDisplayed: true, name: "eq-b")),
      .math(Formula(source: #"c \tag{A}"#, isDisplayed: true, name: "eq-c")),
      .quote([.math(Formula(source: "d", isDisplayed: true, name: "eq-d"))]),
      .paragraph([
        .crossReference(step: "eq-d"), .text(" "), .crossReference(step: "eq-c"),
        .link(destination: "#eq-b", title: nil, [.text("it")]),
      ]),
    ])
    #expect(html.contains("<a class=\"reference\" href=\"#equation:eq-d\">Equation\u{A0}2</a>"))
    #expect(html.contains("<a class=\"reference\" href=\"#equation:eq-c\">Equation\u{A0}A</a>"))
    #expect(html.contains("<a href=\"#equation:eq-b\">it</a>"))
    #expect(html.contains("id=\"equation:eq-b\""))
    #expect(html.contains("<span class=\"number\">(1)</span>"))
    #expect(html.contains("<span class=\"number\">(A)</span>"))
    #expect(html.contains(#"<annotation encoding="application/x-tex">b</annotation>"#))
  }

  /// What is not understood stays readable.
  @Test func sourceOfWhatIsNotUnderstood() {
    let html = Self.page([
      .paragraph([.math(Formula(source: #"\nosuch <b>"#, isDisplayed: false))])
    ])
    #expect(html == #"<p><code class="math">$\nosuch &lt;b&gt;$</code></p>"#)
  }
}
