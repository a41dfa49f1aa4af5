import OctavoNotebook
import OctavoResults
import Testing

/// What the command line answers to a parameter that was typed wrong.
@Suite struct ScalarHintTests {
  @Test(
    arguments: [
      ("iterations", "10,20", "give one value, not a list"),
      ("iterations", "[10, 20]", "give one value, not a list"),
      ("iterations", "10 20", "give one value, not a list"),
      ("iterations", "1..5", "give one value, not a range"),
      ("iterations", "1-5", "give one value, not a range"),
      ("iterations", "1,000", "write `1000`"), ("iterations", "1 000 000", "write `1000000`"),
      ("iterations", "10k", "write `10000`"), ("iterations", "1.5M", "write `1500000`"),
      ("iterations", "20 ms", "write the number alone, without `ms`"),
      ("iterations", "20steps", "write the number alone, without `steps`"),
      ("iterations", "1e3", "write `1000`"), ("iterations", "10.0", "write `10`"),
      ("iterations", "1e19", "the number does not fit in 64 bits"),
      ("iterations", "10000000000000000000", "the number does not fit in 64 bits"),
      ("iterations", "'10'", "write `10` without quotes"),
      ("iterations", "“10”", "write `10` without quotes"),
      ("iterations", " 10", "write `10` without spaces"), ("iterations", "=10", "write `10`"),
      ("iterations", "−10", "write `-10`"), ("iterations", "１２", "write `12`"),
      ("iterations", "2**10", "write the result of the calculation"),
      ("iterations", "ten", nil), ("iterations", "", nil), ("iterations", "1.5", nil),
      ("rate", "0,5", "write `0.5`"), ("rate", "1,5e", nil),
      (
        "rate", "10,20",
        "give one value, not a list; a decimal fraction has a point, as in `10.20`"
      ),
      ("rate", "1,000", "write `1000`, or `1.000` if the comma is a decimal one"),
      ("rate", "1.234,5", "write `1234.5`"), ("rate", "1,234.5", "write `1234.5`"),
      ("rate", "0.1,0.2", "give one value, not a list"), ("rate", "7%", "write `0.07`"),
      ("rate", "1/3", "write the result of the calculation"), ("rate", "inf", "write `.inf`"),
      ("rate", "NaN", "write `.nan`"), ("rate", "3e-4,1e-3", "give one value, not a list"),
      ("tied", "1", "write `true`"), ("tied", "off", "write `false`"), ("tied", "10", nil),
    ] as [(String, String, String?)])
  func fitsWhatWasTyped(name: String, text: String, remedy: String?) {
    let notebook = read("---\nparams: {iterations: 1, rate: 0.5, tied: true}\n---\n")
    var matter = notebook.frontMatter
    let error = #expect(throws: Diagnostic.self) { try matter.override(name, with: text) }
    #expect(error?.remedy == remedy)
    #expect(matter == notebook.frontMatter)
  }

  @Test(arguments: [
    ("rate", "1e400", "`1e400` is too large for a number"),
    ("rate", "-1e400", "`-1e400` is too large for a number"),
    ("rate", "1e-400", "`1e-400` is too small for a number: it would be 0"),
    ("iterations", "0xFFFFFFFFFFFFFFFFF", "`0xFFFFFFFFFFFFFFFFF` does not fit in 64 bits"),
  ])
  func refusesWhatNoValueHolds(name: String, text: String, message: String) {
    var matter = read("---\nparams: {iterations: 1, rate: 0.5}\n---\n").frontMatter
    let error = #expect(throws: Diagnostic.self) { try matter.override(name, with: text) }
    #expect(error?.message == message)
  }
}

@Suite struct ParameterOverrideTests {
  static var matter: FrontMatter {
    read("---\nparams: {width: 128, rate: 0.5, text: a, tied: true}\n---\n").frontMatter
  }

  @Test(arguments: [
    Value.number(.nan), .number(.infinity), .number(-.infinity), .number(-0.0),
    .number(.leastNonzeroMagnitude),
    .number(1.7976931348623157e308), .number(0.1), .number(3), .number(1e16), .number(-1e-5),
  ])
  func readsANumberAsItWasPrinted(value: Value) throws {
    var matter = Self.matter
    try matter.override("rate", with: FrontMatter.Parameter.spelling(of: value))
    #expect(matter.params[1].value.double?.bitPattern == value.double?.bitPattern)
  }

  @Test(arguments: [Int.max, .min, 0, -1])
  func readsAnIntegerAsItWasPrinted(integer: Int) throws {
    var matter = Self.matter
    try matter.override("width", with: FrontMatter.Parameter.spelling(of: .integer(integer)))
    #expect(matter.params[0].value == .integer(integer))
  }

  @Test(arguments: [
    "007", "1e3", "yes", "null", "~", "\"x\"", " a b ", "a\nb", "$x", ".nan", "é=1",
  ])
  func readsATextAsItWasPrinted(text: String) throws {
    var matter = Self.matter
    try matter.override("text", with: FrontMatter.Parameter.spelling(of: .text(text)))
    #expect(matter.params[2].value == .text(text))
  }

  @Test(arguments: [
    ("rate", Value.number(.infinity), Value.number(.infinity)), ("rate", .integer(3), .number(3)),
    ("text", .number(.nan), .text("nan")), ("text", .text("x"), .text("x")),
    ("width", .number(1.5), .integer(128)), ("tied", .boolean(false), .boolean(false)),
  ])
  func repeatsWhatWasRecorded(name: String, recorded: Value, expected: Value) {
    var matter = Self.matter
    matter.override(name, repeating: recorded)
    matter.override("gone", repeating: 1)
    let value = matter.params.first { $0.name.text == name }?.value
    #expect(value == expected || value?.double?.isNaN == true)
  }
}
