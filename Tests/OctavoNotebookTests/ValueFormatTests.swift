import OctavoNotebook
import OctavoResults
import Testing

@Suite struct ValueFormatTests {
  static func format(_ spelling: String) -> ValueFormat? {
    var diagnostics: [Diagnostic] = []
    let text = LocatedText(spelling, at: SourcePosition(line: 1, column: 1))
    return ValueFormat.parse(text, &diagnostics)
  }

  /// Python's `format` wrote the file, by `Golden/make_formats.py`.
  @Test func writesAsPythonDoes() throws {
    let rows = try goldenRows("formats.tsv")
    #expect(rows.count >= 2000)
    for row in rows {
      let value = try #require(Self.value(row[1], kind: row[0]))
      let format = Self.format(row[2])
      let isRefused = format?.mismatch(with: .scalar(value.type)) != nil || format == nil
      #expect(isRefused == (row[3] == "!"), "\(row[0]) \(row[1]) as \(row[2])")
      if let format, !isRefused {
        #expect(format.format(value) == row[3], "\(row[0]) \(row[1]) as \(row[2])")
      }
    }
  }

  private static func value(_ text: String, kind: String) -> Value? {
    switch kind {
    case "i": Int(text).map(Value.integer)
    case "n": Double(text).map(Value.number)
    case "b": .boolean(text == "True")
    default: .text(text)
    }
  }

  /// What a format is not for is refused before the run; a value of another type than was
  /// foreseen is still written.
  @Test(arguments: [
    (Value.integer(3), ".3", "3.0"), (.number(3), "d", "3"), (.number(2.5), "d", "2.5"),
    (.text("GPT"), ".2f", "GPT"), (.boolean(true), "s", "true"), (.number(255), "#x", "0xff"),
    (.integer(1 << 32), "c", "4294967296"),
  ])
  func writesWhatTheFormatIsNotFor(value: Value, spelling: String, expected: String) throws {
    #expect(try #require(Self.format(spelling)).format(value) == expected)
  }

  @Test(
    arguments: [
      ("", "a format is missing"),
      ("f3", "`f3` is not a format"), ("3.f", "the precision is missing after the `.` of `3.f`"),
      (".251f", "the precision of a format is at most 250"),
      ("99999999999999999999", "the width of a format is at most 250"),
      ("y", "`y` is not a format: there is no type `y`"),
      (",_d", "a format groups digits by `,` or by `_`, not by both"),
      (",,d", "`,,d` has `,` twice"), (",x", "`,` cannot go with the type `x`"),
      (".2f%", "`.2f%` is not a format"),
    ])
  func refusesWhatIsNoFormat(spelling: String, message: String) {
    var diagnostics: [Diagnostic] = []
    let text = LocatedText(spelling, at: SourcePosition(line: 1, column: 1))
    #expect(ValueFormat.parse(text, &diagnostics) == nil)
    #expect(diagnostics.map(\.message) == [message])
  }

  @Test func tellsWhichTypesItCannotWrite() {
    let places = ValueFormat(.fixed, precision: 2)
    #expect(places.mismatch(with: .integer) == nil)
    #expect(places.mismatch(with: .number) == nil)
    #expect(places.mismatch(with: .boolean) == nil)
    #expect(
      places.mismatch(with: .text) == "the type `f` of the format is for a number, not a text")
    #expect(
      places.mismatch(with: .column(.number))
        == "a format takes one value, not a column of numbers")
    #expect(
      ValueFormat(.integer).mismatch(with: .number)
        == "the type `d` of the format is for an integer, not a number")
  }
}
