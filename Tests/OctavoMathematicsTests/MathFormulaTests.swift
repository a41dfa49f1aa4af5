import OctavoMathematics
import Testing

@Suite struct MathFormulaTests {
  @Test func trees() {
    #expect(
      MathFormula(reading: #"\frac12x^2"#).nodes == [
        .fraction(.number("1"), .number("2"), MathFractionForm()),
        .scripts(
          MathScripts(
            .identifier("x", isUpright: false), lower: nil, upper: .number("2"), .automatic)),
      ])
    #expect(MathFormula(reading: "3.14 % a comment\n").nodes == [.number("3.14")])
    #expect(MathFormula(reading: "a \\over b").nodes.count == 1)
    #expect(MathFormula(reading: #"x \tag{3} y"#).tag == "3")
    #expect(MathFormula(reading: "").nodes == [])
  }

  /// A sign with nothing to connect is no binary operator.
  @Test func contextualClasses() {
    let classes = { (source: String) in MathFormula(reading: source).nodes.contextualClasses }
    #expect(classes("a-b") == [.ordinary, .binary, .ordinary])
    #expect(classes("-b") == [.ordinary, .ordinary])
    #expect(classes("(-b)") == [.opening, .ordinary, .ordinary, .closing])
    #expect(classes("a=-b") == [.ordinary, .relation, .ordinary, .ordinary])
    #expect(classes("a-=") == [.ordinary, .ordinary, .relation])
    #expect(classes("a-") == [.ordinary, .ordinary])
  }

  @Test(arguments: [
    (#"\nosuch"#, 0..<7, MathProblem.Kind.unknownCommand),
    (#"a + \alhpa"#, 4..<10, .unknownCommand),
    (#"\text{a \nosuch}"#, 8..<15, .unknownCommand),
    (#"\text{a $\nosuch$}"#, 9..<16, .unknownCommand),
    (#"\begin{algined} a \end{algined}"#, 7..<14, .unknownEnvironment),
    (#"\frac{a}{b"#, 8..<9, .malformed), ("a}", 1..<2, .malformed), ("a & b", 2..<3, .malformed),
    (#"\left( a"#, 0..<5, .malformed), (#"a \right)"#, 2..<8, .malformed),
    (#"\left a"#, 0..<5, .malformed), ("x^a^b", 3..<4, .malformed), ("x_a_b", 3..<4, .malformed),
    ("x^", 1..<2, .malformed), (#"\frac{a}"#, 0..<5, .malformed), ("a\\", 1..<2, .malformed),
    (#"\begin{aligned} a"#, 0..<6, .malformed), (#"\end{aligned}"#, 0..<4, .malformed),
    (#"\begin{matrix} a \end{cases}"#, 22..<27, .malformed), (#"\begin"#, 0..<6, .malformed),
    (#"\sqrt[3{x}"#, 5..<6, .malformed), (#"\text{a"#, 5..<6, .malformed),
    (#"\not a"#, 0..<4, .malformed), (#"\hspace{x}"#, 0..<7, .malformed),
    (#"a \middle| b"#, 2..<9, .malformed), (#"\tag{1} \tag{2}"#, 8..<12, .malformed),
    (#"\color{red} a"#, 0..<6, .ignored), (#"{a \\ b}"#, 3..<5, .malformed),
    (#"\begin{array} a \end{array}"#, 0..<6, .malformed),
  ])
  func problems(source: String, range: Range<Int>, kind: MathProblem.Kind) throws {
    let formula = MathFormula(reading: source)
    #expect(formula.problems.count == 1)
    let problem = try #require(formula.problems.first)
    #expect(problem.range == range)
    #expect(problem.kind == kind)
    #expect(formula.isComplete == (kind == .ignored))
    #expect(problem.message.last != ".")
  }

  @Test func nearestNames() {
    let replacement = { (source: String) in
      MathFormula(reading: source).problems.first?.replacement
    }
    #expect(replacement(#"\alhpa"#) == #"\alpha"#)
    #expect(replacement(#"\begin{algined}a\end{algined}"#) == "aligned")
    #expect(replacement(#"\qqqqqqqqqqqqq"#) == nil)
  }

  /// No input takes long, and none ends the program.
  @Test(arguments: [
    "{", "}", #"\left("#, #"\frac"#, #"\sqrt"#, "^", "_", "x_{", #"\begin{matrix}"#, "&", #"\\"#,
    #"\text{$"#, #"\hat"#, "'", #"\displaystyle"#, #"\over "#, #"\not"#, #"\sqrt["#, #"\nosuch"#,
    "[", "$", "\\", #"\substack{"#, #"\operatorname{"#, #"\bf"#, #"\mathbf{"#, "%", "\u{0}", "é",
    #"\text{\textbf{"#, #"\tag{"#, #"\color{"#, #"\hspace"#, "~", #"\middle|"#, #"\limits"#,
  ])
  func repeatedSigns(part: String) {
    for count in [1, 2, 20, 200, 100_000] {
      let formula = MathFormula(reading: String(repeating: part, count: count))
      #expect(formula.problems.count <= 8)
    }
  }

  /// Every beginning of a formula is read to its end.
  @Test func brokenOff() {
    let source =
      #"\left\{\frac{a_{i}^2}{\sqrt[3]{\text{b $c$}}}\right\} \begin{cases} a & b \\ c \end{cases} \operatorname*{x}_{\substack{a\\b}} \Big| \not= \xrightarrow[a]{b}"#
    for count in 0...source.count { _ = MathFormula(reading: String(source.prefix(count))) }
    #expect(MathFormula(reading: source).problems == [])
  }
}
