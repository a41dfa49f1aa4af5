import OctavoNotebook
import OctavoResults
import Testing

@Suite struct EvaluatorTests {
  static let scope = FlatScope(values: [
    "a": .known(2), "x": .known(0.5), "name": .known("small"), "on": .known(true),
    "max-value": .known(.integer(.max)), "nan": .known(.number(.nan)),
    "later": .unknown(.number), "count": .unknown(.integer), "verdict": .unknown(.boolean),
    "loss": .column([2.5, nil, 1.5, 2.0], of: .number),
    "steps": .column([1, 2, 3], of: .integer), "empty": .column([nil], of: .number),
    "losses": .unknown(.column(.number)), "words": .column(["one", "two"], of: .text),
    "params.width": .known(128), "params.width-to": .known(3),
  ])

  static func evaluate(_ text: String) throws -> (
    value: ExpressionValue?, diagnostics: [Diagnostic]
  ) {
    var diagnostics: [Diagnostic] = []
    let value = try expression(text).evaluate(in: scope, &diagnostics)
    return (value, diagnostics)
  }

  /// Python's `eval` wrote the file, with `min` and `max` of mixed numbers as real numbers.
  @Test func computesAsPythonDoes() throws {
    let rows = try goldenRows("expressions.tsv")
    #expect(rows.count >= 300)
    for row in rows {
      let expected: ExpressionValue =
        switch row[1] {
        case "b": .known(.boolean(row[2] == "true"))
        case "i": .known(.integer(try #require(Int(row[2]))))
        default: .known(.number(try #require(Double(row[2]))))
        }
      let (value, diagnostics) = try Self.evaluate(row[0])
      #expect(diagnostics == [], "\(row[0])")
      #expect(value == expected, "\(row[0])")
    }
  }

  @Test(arguments: [
    ("min(loss)", ExpressionValue.known(1.5)), ("max(loss)", .known(2.5)),
    ("mean(loss)", .known(2.0)),
    ("last(loss)", .known(2.0)), ("max(steps)", .known(3)), ("mean(steps)", .known(2.0)),
    ("last(words)", .known("two")), ("loss", .column([2.5, nil, 1.5, 2.0], of: .number)),
    ("min(a, x, 1)", .known(0.5)), ("max(a, 1)", .known(2)), ("a < x", .known(false)),
    ("name == \"small\" and on", .known(true)), ("nan < 1 or nan > 1", .known(false)),
    ("round(2.5)", .known(2)), ("round(x, 0)", .known(0.0)), ("+a", .known(2)),
    ("mean(1, 2)", .known(1.5)), ("sum(1, 2, a)", .known(5)), ("sum(loss)", .known(6.0)),
    ("count(loss)", .known(3)), ("count(words)", .known(2)), ("count(empty)", .known(0)),
    ("first(loss)", .known(2.5)), ("median(1, 10, 3, 4)", .known(3.5)),
    ("median(loss)", .known(2.0)), ("quantile(loss, 0)", .known(1.5)),
    ("quantile(loss, 0.25)", .known(1.75)), ("quantile(loss, 1)", .known(2.5)),
    ("sd(1, 2, 3, 4)", .known(.number(1.2909944487358056))), ("sd(2, 2)", .known(0.0)),
    ("sqrt(a + 2)", .known(2.0)), ("log(1)", .known(0.0)), ("exp(0)", .known(1.0)),
    ("2 ^ 10", .known(1024)), ("2 ^ 3 ^ 2", .known(512)), ("-a ^ 2", .known(-4)),
    ("a ^ -1", .known(0.5)), ("4 ^ 0.5", .known(2.0)), ("(-1) ^ 1000001", .known(-1)),
    ("0 ^ 0", .known(1)), ("(-2) ^ 63", .known(.integer(.min))), ("2 * a ^ 2", .known(8)),
  ])
  func takesColumnsAndNumbers(text: String, expected: ExpressionValue) throws {
    let (value, diagnostics) = try Self.evaluate(text)
    #expect(diagnostics == [])
    #expect(value == expected)
  }

  @Test(arguments: [
    (#""a\nb\t\"c\" \\ \'d\'""#, "a\nb\t\"c\" \\ 'd'"), (#"'it\'s'"#, "it's"),
  ])
  func textsHaveEscapes(text: String, expected: String) throws {
    let (value, diagnostics) = try Self.evaluate(text)
    #expect(diagnostics == [])
    #expect(value == .known(.text(expected)))
  }

  @Test func whatIsNotFiniteHasNoNearestInteger() throws {
    let (value, diagnostics) = try Self.evaluate("round(nan)")
    #expect(value == nil)
    #expect(diagnostics.map(\.message) == ["nan has no nearest integer"])
    #expect(try Self.evaluate("round(nan, 2)").value?.value?.double?.isNaN == true)
  }

  @Test func letsNaNPass() throws {
    for text in [
      "nan * 2", "min(nan, 1)", "max(1, nan)", "abs(nan)", "-nan", "sqrt(nan)", "log(nan)",
      "mean(1, nan)", "sd(1, nan)", "median(1, nan)", "nan ^ 2",
    ] {
      let (value, diagnostics) = try Self.evaluate(text)
      #expect(diagnostics == [])
      #expect(value?.value?.double?.isNaN == true, "\(text)")
    }
  }

  @Test(arguments: [
    ("later + 1", ValueType.number), ("count + 1", .integer), ("count / 2", .number),
    ("count * x", .number), ("later < 1", .boolean), ("not verdict", .boolean),
    ("verdict and on", .boolean), ("-count", .integer), ("mean(losses)", .number),
    ("last(losses)", .number), ("min(count, a)", .integer), ("max(later, a)", .number),
    ("round(later)", .integer), ("round(later, 2)", .number), ("abs(count)", .integer),
    ("losses", .column(.number)), ("count(losses)", .integer), ("sd(losses)", .number),
    ("quantile(losses, 0.9)", .number), ("quantile(loss, later)", .number),
    ("sum(count, a)", .integer), ("mean(count, a)", .number), ("sqrt(count)", .number),
    ("count ^ 2", .integer), ("a ^ count", .number), ("count ^ -1", .number),
  ])
  func knowsTheTypeOfWhatIsNotKnownYet(text: String, type: ValueType) throws {
    let (value, diagnostics) = try Self.evaluate(text)
    #expect(diagnostics == [])
    #expect(value == .unknown(type))
  }

  /// The message, and the part of the expression that it points at.
  @Test(arguments: [
    ("1 / (2 - a)", "division by zero", "2 - a"),
    ("later / 0", "division by zero", "0"),
    ("max-value + 1", "the result is too large", "max-value + 1"),
    ("-(-max-value - 1)", "the result is too large", "-(-max-value - 1"),
    ("1e300 * 1e300", "the result is too large", "1e300 * 1e300"),
    ("name + 1", "`+` wants numbers, not a text", "name"),
    ("1 + losses", "`+` wants a single value, not a column of numbers", "losses"),
    ("on * 2", "`*` wants numbers, not a boolean", "on"),
    ("a and on", "`and` wants booleans, not an integer", "a"),
    ("not 1", "`not` wants booleans, not an integer", "1"),
    ("name < 1", "`<` wants numbers, not a text", "name"),
    ("name == 1", "a text cannot be compared with an integer", "=="),
    ("min(a)", "`min` wants a column of numbers, not an integer", "a"),
    ("mean(words)", "`mean` wants a column of numbers, not a column of texts", "words"),
    ("last(1, 2)", "`last` takes one column, not 2", "last(1, 2)"),
    ("last(a)", "`last` wants a column, not an integer", "a"),
    ("sd(1)", "`sd` wants a column of numbers, not an integer", "1"),
    (
      "quantile(loss)", "`quantile` takes a column and a number from 0 to 1, not 1",
      "quantile(loss)"
    ),
    ("quantile(loss, 2)", "a quantile is at a share from 0 to 1, not 2.0", "2"),
    ("sqrt(-a)", "the square root of -2 is not a real number", "sqrt(-a)"),
    ("log(0)", "0 has no logarithm", "log(0)"),
    ("exp(1000)", "the result is too large", "exp(1000)"),
    ("10 ^ 19", "the result is too large", "10 ^ 19"),
    ("10.0 ^ 400", "the result is too large", "10.0 ^ 400"),
    ("0 ^ -1", "0 has no negative power", "0 ^ -1"),
    ("(-8) ^ (1 / 3)", "a power of -8, which is negative, has an integer", "-8) ^ (1 / 3"),
    ("abs()", "`abs` takes one number, not 0", "abs()"),
    ("round(x, 0.5)", "the number of decimal places is an integer", "0.5"),
    ("last(empty)", "the column is empty", "empty"),
    ("round(1e300)", "the result is too large", "round(1e300)"),
    ("unheard", "no unheard", "unheard"),
  ])
  func pointsAtWhatIsWrong(text: String, message: String, part: String) throws {
    let (value, diagnostics) = try Self.evaluate(text)
    #expect(value == nil)
    #expect(diagnostics.count == 1)
    let diagnostic = try #require(diagnostics.first)
    #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
    let source = Source(path: "test.md", text: text)
    #expect(source.text(in: try #require(diagnostic.range)) == part)
  }

  @Test func reportsBothSidesOfAnOperator() throws {
    #expect(try Self.evaluate("one + two").diagnostics.map(\.message) == ["no one", "no two"])
  }

  @Test(arguments: [
    ("params.width-1", "params.width - 1"), ("params.width-to-a", "params.width-to - a"),
  ])
  func explainsThatAHyphenBelongsToAName(text: String, difference: String) throws {
    let remedy = try Self.evaluate(text).diagnostics.first?.remedy
    #expect(remedy?.hasSuffix("a difference is `\(difference)`") == true, "\(remedy ?? "")")
  }
}
