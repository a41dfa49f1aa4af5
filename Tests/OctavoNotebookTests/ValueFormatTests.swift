import OctavoNotebook
import OctavoResults
import Testing

@Suite struct ValueFormatTests {
  static func format(_ spelling: String) -> ValueFormat? {
    var diagnostics: [Diagnostic] = []
    let text = LocatedText(spelling, at: SourcePosition(line: 1, column: 1))
    return ValueFormat.parse(text, &diagnostics)
  }

  /// Python's `format` wrote the file, for percentages and large integers from a `Decimal`, since its
  /// floats round before they are written.
  @Test func writesAsPythonDoes() throws {
    let rows = try goldenRows("formats.tsv")
    #expect(rows.count >= 400)
    for row in rows {
      let value: Value? =
        row[0] == "i" ? Int(row[1]).map(Value.integer) : Double(row[1]).map(Value.number)
      let format = try #require(Self.format(row[2]))
      #expect(format.format(try #require(value)) == row[3], "\(row[1]) as \(row[2])")
    }
  }

  @Test(arguments: [
    (Value.number(0.1), ",", "0.1"), (.number(1_234_567.891), ",", "1,234,567.891"),
    (.number(1e16), "+", "+1e+16"), (.number(0.8512), "%", "85%"), (.integer(3), "%", "300%"),
    (.number(.nan), ".2f", "NaN"), (.number(-.infinity), ".2f", "-∞"),
    (.number(.infinity), "+.2f", "+∞"), (.text("GPT"), ".2f", "GPT"), (.boolean(true), "d", "true"),
  ])
  func writesWhatPythonWritesOtherwise(value: Value, spelling: String, expected: String) throws {
    #expect(try #require(Self.format(spelling)).format(value) == expected)
  }

  @Test(arguments: ["", "f3", ".f", ".3", "3f", ".51f", ".2d", "x", ".3ff", "-.2f", ",+d"])
  func refusesWhatIsNoFormat(spelling: String) {
    #expect((Self.format(spelling) == nil) == (spelling != ".3"))
  }

  @Test func tellsWhichTypesItCannotWrite() {
    let places = ValueFormat(.fixed, precision: 2)
    #expect(places.mismatch(with: .integer) == nil)
    #expect(places.mismatch(with: .number) == nil)
    #expect(places.mismatch(with: .text) == "a format wants a number, not a text")
    #expect(
      places.mismatch(with: .column(.number)) == "a format wants a number, not a column of numbers")
    #expect(
      ValueFormat(.integer).mismatch(with: .number)
        == "the format `d` wants an integer, not a number")
  }
}
