import OctavoNotebook
import OctavoResults
import Testing

@Suite struct ExpressionParserTests {
  /// The expression with every operation in parentheses.
  static func outline(_ expression: Expression) -> String {
    switch expression {
    case .literal(.text(let text), _): "\"\(text)\""
    case .literal(.integer(let integer), _): "\(integer)"
    case .literal(.number(let number), _): "\(number)"
    case .literal(.boolean(let boolean), _): "\(boolean)"
    case .path(let path):
      path.description
        + (path.choices.isEmpty
          ? "" : "[\(path.choices.map(outline).joined(separator: ", "))]")
    case .unary(let operation, let operand, _): "(\(operation.rawValue) \(outline(operand)))"
    case .binary(let operation, let left, let right, _):
      "(\(outline(left)) \(operation.rawValue) \(outline(right)))"
    case .approximation(let left, let right, let tolerance, _):
      "(\(outline(left)) ≈ \(outline(right)) ± \(outline(tolerance)))"
    case .best(let axis, let value, let extreme, _):
      "best(\(axis.text), \(outline(value)), \(extreme.rawValue))"
    case .call(let function, let arguments, _):
      "\(function.rawValue)(\(arguments.map(outline).joined(separator: ", ")))"
    }
  }

  private static func outline(_ choice: Choice) -> String {
    "\(choice.axis.text)=\(choice.alternatives.map(outline).joined(separator: "|"))"
  }

  @Test(arguments: [
    ("learn.loss[rate=1e-3]", "learn.loss[rate=0.001]"),
    ("learn[rate=1e-3, seed=2].loss + 1", "(learn.loss[rate=0.001, seed=2] + 1)"),
    ("learn[model=gpt2-small].history.loss", "learn.history.loss[model=\"gpt2-small\"]"),
    ("learn.loss[seed=1..3]", "learn.loss[seed=1|2|3]"),
    (
      "learn.loss[model=a|b, rate=(params.rate)]", "learn.loss[model=\"a\"|\"b\", rate=params.rate]"
    ),
    ("learn.loss[rate=2 * params.rate]", "learn.loss[rate=(2 * params.rate)]"),
    ("learn.loss[on=true]", "learn.loss[on=true]"),
    ("best(rate, learn.loss[seed=1] - 1, lowest)", "best(rate, (learn.loss[seed=1] - 1), lowest)"),
    ("a + 1 ≈ b ± 0.1 and c", "(((a + 1) ≈ b ± 0.1) and c)"),
  ])
  func readsChoicesOfPoints(text: String, outline: String) throws {
    #expect(Self.outline(try expression(text)) == outline)
  }

  @Test(arguments: [
    ("1 + 2 * 3", "(1 + (2 * 3))"), ("1 - 2 - 3", "((1 - 2) - 3)"),
    ("(1 + 2) * 3", "((1 + 2) * 3)"),
    ("-a * b", "((- a) * b)"), ("a - -b", "(a - (- b))"), ("a-b", "a-b"), ("a - b", "(a - b)"),
    ("a- b", "(a - b)"), ("a -b", "(a - b)"), ("not a and b or c", "(((not a) and b) or c)"),
    ("not not a", "(not (not a))"), ("a < b and c >= d", "((a < b) and (c >= d))"),
    ("a == b + 1", "(a == (b + 1))"), ("min(a, b + 1)", "min(a, (b + 1))"), ("min", "min"),
    ("pretrain.validation-loss < 1.95", "(pretrain.validation-loss < 1.95)"),
    ("pretrain.history.loss", "pretrain.history.loss"), ("a.b-c.d_2", "a.b-c.d_2"),
    ("'it' == \"it\"", "(\"it\" == \"it\")"), (#""a\"b""#, #""a"b""#),
    ("true or false", "(true or false)"),
    (".5 + 1. + 1e-4 + 1E3", "(((0.5 + 1.0) + 0.0001) + 1000.0)"), ("order", "order"),
    ("  1  ", "1"),
  ])
  func bindsAsMathematicsDoes(text: String, outline: String) throws {
    #expect(Self.outline(try expression(text)) == outline)
  }

  @Test func knowsItsParts() throws {
    let source = Source(path: "test.md", text: "max(a.b, c - 12) + last(pretrain.history.loss)")
    let whole = try expression(source.text)
    #expect(source.text(in: whole.range) == source.text)
    #expect(whole.paths.map(\.description) == ["a.b", "c", "pretrain.history.loss"])
    for path in whole.paths {
      #expect(source.text(in: path.range) == path.description)
      for name in path.names { #expect(source.text(in: name.range) == name.text) }
    }
    guard case .binary(_, let left, let right, let sign) = whole else {
      Issue.record("not a sum")
      return
    }
    #expect(source.text(in: sign) == "+")
    #expect(source.text(in: left.range) == "max(a.b, c - 12)")
    #expect(source.text(in: right.range) == "last(pretrain.history.loss)")
  }

  @Test func isDeepEnoughButNotBottomless() throws {
    let parentheses = {
      String(repeating: "(", count: $0) + "1" + String(repeating: ")", count: $0)
    }
    #expect(Self.outline(try expression(parentheses(60))) == "1")
    for text in [
      parentheses(100_000), String(repeating: "-", count: 900) + "1",
      "1" + String(repeating: "+1", count: 100_000),
    ] {
      var diagnostics: [Diagnostic] = []
      let located = LocatedText(text, at: SourcePosition(line: 1, column: 1))
      #expect(Expression.parse(located, &diagnostics) == nil)
      #expect(diagnostics.count == 1)
    }
  }
}
