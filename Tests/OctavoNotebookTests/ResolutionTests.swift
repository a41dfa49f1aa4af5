import OctavoNotebook
import OctavoResults
import Testing

@Suite struct ResolutionTests {
  static let scope = FlatScope(values: [
    "params.width": .known(128), "rate": .known(0.001), "name": .known("small"),
    "on": .known(true), "later": .unknown(.number), "column": .column([1], of: .integer),
  ])

  static func resolve(
    _ text: String
  ) throws -> (value: ResolvedScalar.Content?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let mapping = try body("key: \(text)").resolved(in: scope, &diagnostics)
    return (mapping["key"]?.scalar?.content, diagnostics)
  }

  @Test(arguments: [
    ("${params.width}", ExpressionValue.known(128)), ("\"${params.width}\"", .known(128)),
    ("${params.width / 2}", .known(64.0)), ("width ${params.width}", .known("width 128")),
    ("${params.width} ", .known(128)), ("\"${params.width} \"", .known("128 ")),
    ("lr ${rate} ${name} ${on}", .known("lr 0.001 small true")),
    ("$${name} ${name}", .known("${name} small")),
    ("${name}${name}", .known("smallsmall")), ("${on}", .known(true)),
    ("${later * 2}", .unknown(.number)), ("at ${later}", .unknown(.text)),
    ("${column}", .column([1], of: .integer)), ("12", .known(12)), ("word", .known("word")),
    ("${\"}\"}", .known("}")), ("'${name} costs $5'", .known("small costs $5")),
  ])
  func evaluates(text: String, expected: ExpressionValue) throws {
    let (value, diagnostics) = try Self.resolve(text)
    #expect(diagnostics == [])
    #expect(value == .value(expected))
  }

  @Test func keepsNothingAsNothing() throws {
    #expect(try Self.resolve("").value == .null)
  }

  @Test func marksWhatFails() throws {
    let (value, diagnostics) = try Self.resolve("${absent} and ${1 / 0}")
    #expect(value == .invalid)
    #expect(diagnostics.map(\.message) == ["no absent", "division by zero"])
    #expect(
      try Self.resolve("a ${column}").diagnostics.map(\.message) == [
        "a text cannot hold a column of integers"
      ])
  }

  @Test func keepsRangesAndShape() throws {
    let mapping = try body("a: [1, {b: \"${name}\"}]\nc: x")
    var diagnostics: [Diagnostic] = []
    let resolved = mapping.resolved(in: Self.scope, &diagnostics)
    #expect(resolved.keys == ["a", "c"])
    #expect(resolved["a"]?.range == mapping["a"]?.range)
    let inner = resolved["a"]?.sequence?[1].mapping?["b"]
    #expect(inner?.range == mapping["a"]?.sequence?[1].mapping?["b"]?.range)
    #expect(inner?.scalar?.written.text == "small")
    #expect(inner?.scalar?.written.range == inner?.range)
  }

  @Test func extendsDeeply() throws {
    func resolved(_ text: String) throws -> ResolvedNode.Mapping {
      var diagnostics: [Diagnostic] = []
      let body = try #require(readConfig(text).configs.first?.body)
      return body.resolved(in: Self.scope, &diagnostics)
    }
    let parent = try resolved("a: 1\nb: {x: 1, y: {z: 1, w: 1}}\nc: [1, 2]\nd: {k: 1}")
    let child = try resolved("extends: base\nb: {y: {z: 2}, v: 3}\nc: [3]\nd: 4\ne: 5")
    let merged = parent.extended(by: [child])
    #expect(merged.keys == ["a", "b", "c", "d", "e"])
    let b = try #require(merged["b"]?.mapping)
    #expect(b.keys == ["x", "y", "v"])
    #expect(b["y"]?.mapping?["z"]?.scalar?.content == .value(.known(2)))
    #expect(b["y"]?.mapping?["w"]?.scalar?.content == .value(.known(1)))
    #expect(merged["c"]?.sequence?.count == 1)
    #expect(merged["d"]?.scalar?.content == .value(.known(4)))
    // Each value points to where it was written.
    #expect(merged["a"]?.range == parent["a"]?.range)
    #expect(merged["c"]?.range == child["c"]?.range)
  }
}
