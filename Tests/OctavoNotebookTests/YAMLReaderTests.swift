import OctavoNotebook
import OctavoResults
import Testing

@Suite struct YAMLReaderTests {
  /// The core schema of YAML 1.2 (section 10.3.2), and what YAML 1.1 would have made of texts.
  @Test(arguments: [
    ("", Scalar.Content.null), ("~", .null), ("null", .null), ("NULL", .null),
    ("true", .value(true)), ("False", .value(false)), ("TRUE", .value(true)),
    ("12", .value(12)), ("-7", .value(-7)), ("+3", .value(3)), ("007", .value(7)),
    ("0x1F", .value(31)), ("0o17", .value(15)),
    ("1e4", .value(10000.0)), ("1e-4", .value(0.0001)), ("1.", .value(1.0)), (".5", .value(0.5)),
    ("-1.5E+3", .value(-1500.0)), (".inf", .value(.number(.infinity))),
    ("-.Inf", .value(.number(-.infinity))),
    ("9223372036854775807", .value(.integer(.max))),
    ("9223372036854775808", .value(9_223_372_036_854_775_808.0)),
    ("yes", .value("yes")), ("no", .value("no")), ("on", .value("on")), ("tRue", .value("tRue")),
    ("12:30", .value("12:30")), ("1_000", .value("1_000")), ("2024-01-01", .value("2024-01-01")),
    ("1e", .value("1e")), ("e4", .value("e4")), (".", .value(".")), ("-", .value("-")),
    ("0x", .value("0x")), ("0b11", .value("0b11")), ("nan", .value("nan")),
    ("1.2.3", .value("1.2.3")),
    ("\"12\"", .value("12")), ("'true'", .value("true")), ("'~'", .value("~")),
    ("|\n  a\n  b", .value("a\nb\n")), (">-\n  a\n  b", .value("a b")),
    ("\"a\\tb\\u00e9\"", .value("a\tbé")), ("'it''s'", .value("it's")),
    ("$${a}", .value("${a}")), ("5 ${", .invalid),
  ])
  func readsScalars(spelling: String, content: Scalar.Content) throws {
    // A lone dash would begin a list.
    let spelling = spelling == "-" ? "'-'" : spelling
    let scalar = readConfig("key: \(spelling)").configs.first?.body?["key"]?.scalar
    #expect(scalar?.content == content)
  }

  @Test(arguments: [
    ("yes", "write `true`"), ("off", "write `false`"), ("1_000", "write `1000`"),
    ("50%", "write `0.5`"), ("'12'", "write `12` without quotes"), ("nan", "write `.nan`"),
    ("None", "write `null`"), ("'99999999999999999999'", "the number does not fit in 64 bits"),
  ])
  func hintsAtWhatWasMeant(spelling: String, hint: String) throws {
    #expect(try body("key: \(spelling)")["key"]?.scalar?.hint?.remedy == hint)
    #expect(try body("key: a word")["key"]?.scalar?.hint == nil)
  }

  @Test func keepsTheOrderOfKeys() throws {
    let keys = (0..<100).map { "key-\($0 * 37 % 100)" }
    let mapping = try body(keys.map { "\($0): \($0)" }.joined(separator: "\n"))
    #expect(mapping.keys == keys)
  }

  @Test func readsCollections() throws {
    let mapping = try body(
      """
      list:
        - 1
        - [2, three]
      nested: {a: 1, b: {c: 2}}
      empty: []
      """)
    #expect(mapping["list"]?.sequence?.count == 2)
    #expect(mapping["list"]?.sequence?[1].sequence?[1].scalar?.content == .value("three"))
    #expect(mapping["nested"]?.mapping?["b"]?.mapping?["c"]?.scalar?.content == .value(2))
    #expect(mapping["empty"]?.sequence == [])
    #expect(mapping["absent"] == nil)
    #expect(mapping["list"]?.kind == "a list")
    #expect(mapping["nested"]?.kind == "a mapping")
  }

  @Test(arguments: ["", "\n\n", "# nothing but a comment"])
  func takesNothingForAnEmptyMapping(text: String) throws {
    #expect(try body(text) == Node.Mapping())
  }

  /// What stands in the range of each value and key is what was written there.
  @Test(arguments: [
    ("key: plain words", "plain words"), ("key: \"double \\\" é\"", "\"double \\\" é\""),
    ("key: 'single '' quoted'", "'single '' quoted'"), ("key:   12   # comment", "12"),
    ("'key':  x", "x"), ("key: [1, 2, 3]", "[1, 2, 3]"), ("key: [1, 2, ]", "[1, 2, ]"),
    ("key: {a: b}", "{a: b}"), ("key: []", "[]"), ("key: {}", "{}"), ("key: [[], []]", "[[], []]"),
    ("key: 損失 🙂", "損失 🙂"), ("key:", ""), ("key: \"${1 + 1}\"", "\"${1 + 1}\""),
    ("key: \"\"", "\"\""),
  ])
  func knowsWhereValuesStand(text: String, written: String) throws {
    let notebook = readConfig(text)
    let entry = try #require(notebook.configs.first?.body?.entries.first)
    #expect(notebook.source.text(in: entry.value.range) == written)
    #expect(entry.key.text == "key")
    #expect(notebook.source.text(in: entry.key.range)?.contains("key") == true)
    #expect(entry.key.range.start == SourcePosition(line: 2, column: 1))
  }

  /// JSON has characters beyond U+FFFF as two halves.
  @Test(arguments: [
    (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00 \ud83d\ude80!""#, "😀 🚀!"),
    (#"["\ud83d\ude00"]"#, "😀"), (#""\\ud83d\\ude00""#, #"\ud83d\ude00"#),
    (#"'\ud83d\ude00'"#, #"\ud83d\ude00"#), (#"\uD83d\udE00"#, #"\uD83d\udE00"#),
    (#""\ud83d\ude00" # '\ud83d\ude00'"#, "😀"), ("|-\n  \\ud83d\\ude00", #"\ud83d\ude00"#),
    (#""\u00e9\udbff\udfff""#, "é\u{10FFFF}"),
  ])
  func readsSurrogatePairs(spelling: String, text: String) throws {
    let value = try #require(try body("key: \(spelling)")["key"])
    #expect((value.sequence?.first ?? value).scalar?.content == .value(.text(text)))
  }

  @Test func knowsWhatStandsBehindASurrogatePair() throws {
    let notebook = readConfig(#""\ud83d\ude00": {a: "\ud83d\ude00 ${x}", b: 2}"#)
    let mapping = try #require(notebook.configs.first?.body?["😀"]?.mapping)
    #expect(mapping["b"].flatMap { notebook.source.text(in: $0.range) } == "2")
    guard case .template(let template)? = mapping["a"]?.scalar?.content else {
      Issue.record("no template")
      return
    }
    #expect(template.paths.first.flatMap { notebook.source.text(in: $0.range) } == "x")
  }
}
