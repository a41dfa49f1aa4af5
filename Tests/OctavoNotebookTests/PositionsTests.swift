import OctavoNotebook
import Testing

/// Positions survive front matter, YAML in a block, an expression in YAML, and every way in which
/// YAML and Markdown can spell a text.
@Suite struct PositionsTests {
  static let notebook = """
    ---
    title: "Positions"
    params:
      width: 128
    ---

    # Ein Überblick über `{value} heading.value`

    Plain `{value} a.b | .3f`, 損失 `{value} wide.one`, ``{value} two.ticks``,
       indented `{value} c.d`, `{value}
    next.line` and *emphasised `{value} e.f | d`*
    continued [link `{value} g.h`](#positions).

    > A quotation `{value} q.a`
    > goes on `{value} q.b`
      lazily `code
    over lines` `{value} q.c`, `{value} q.d
    > | .3f`
    >
    > > deeper `{value} q.e`
    > > still `{value} q.f`

    - An item `{value} i.a`
      goes on `{value} i.b`
        1. inner `{value} i.c`
           more `{value} i.d`

    | table | `{value} t.header` |
    | --- | ---: |
    | é \\| 🙂 | `{value} t.cell \\| .3f` |
    | `a \\| b` | `{value} t.other` |

    ```config first
    plain: ${p.a}
    spaced:    ${ p.b  +  p.c }
    within: text ${p.d} and ${p.e}
    wide: 損失 🙂 ${p.f}
    double: "é \\t \\u00e9 \\" ${p.g} \\\\ ${p.h}"
    single: 'it''s ${p.i} ''${p.j}'''
    literal: |
      one ${p.k}

        two ${p.l}
    folded: >-
      one
      ${p.m} two

      ${p.n}
    multiline: plain text
      that goes on ${p.o}

      and on ${p.p}
    quoted-lines: "one \\
      two ${p.q}
      three"
    list:
      - ${p.r}
      - "${p.s}"
      - nested: ${max(p.t, 1)}
    flow: ["${p.u}", {a: "${p.v - p.w}"}]
    ? explicit
    : ${p.x}
    ```

       ```yaml step second
       indented: ${p.y}
       ```
    """

  static func paths(in node: Node) -> [Path] {
    switch node.content {
    case .scalar(let scalar):
      if case .template(let template) = scalar.content { template.paths } else { [] }
    case .sequence(let elements): elements.flatMap(paths)
    case .mapping(let mapping): mapping.entries.flatMap { paths(in: $0.value) }
    }
  }

  static func paths(in notebook: Notebook) -> [Path] {
    notebook.valueReferences.flatMap(\.expression.paths)
      + notebook.blocks.flatMap { ($0.body?.entries ?? []).flatMap { paths(in: $0.value) } }
  }

  @Test(arguments: ["\n", "\r\n"])
  func pathsStandWhereTheyAreSaidTo(lineEnd: String) throws {
    let text = Self.notebook.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: lineEnd)
    let notebook = read(text)
    #expect(notebook.diagnostics.map(\.message) == ["the link to `#positions` leads nowhere"])
    let paths = Self.paths(in: notebook)
    #expect(paths.count == 46)
    #expect(Set(paths.map(\.description)).count == 46)
    for path in paths {
      #expect(notebook.source.text(in: path.range) == path.description)
      for name in path.names { #expect(notebook.source.text(in: name.range) == name.text) }
    }
  }

  @Test func valuesStandWhereTheyAreSaidTo() {
    let notebook = read(Self.notebook)
    for value in notebook.valueReferences where value.range.start.line == value.range.end.line {
      let written = notebook.source.text(in: value.range)
      #expect(written?.hasPrefix("{value} ") == true)
      #expect(written?.contains(value.expression.paths[0].description) == true)
    }
  }

  /// Paragraphs of lines that end in every way, in every container.
  @Test(
    arguments: ["\n", "\r\n"],
    [("", ""), ("> ", "> "), ("- ", "  "), ("1. > ", "   > "), ("> ", "")])
  func valuesStandThereBehindBreaks(lineEnd: String, marks: (first: String, further: String)) {
    var random = SplitMix64(state: 7)
    for _ in 0..<300 {
      let lines = (0..<Int.random(in: 1...6, using: &random)).map { index in
        let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
          ["é", "`{value} params.x`", "`a\\`", "**`{value} params.x`**"].randomElement(
            using: &random)!
        }
        let mark = index == 0 ? marks.first : marks.further
        return mark + parts.joined(separator: " ")
          + ["", "\\", "  ", "\\\\"].randomElement(using: &random)!
      }
      let text = ("---\nparams: {x: 1}\n---\n\n" + lines.joined(separator: "\n") + "\n")
        .replacing("\n", with: lineEnd)
      let notebook = read(text)
      #expect(notebook.valueReferences.count == text.components(separatedBy: "{value}").count - 1)
      for value in notebook.valueReferences {
        #expect(notebook.source.text(in: value.range) == "{value} params.x", "\(text)")
      }
      let places = notebook.valueReferences.map(\.range.start)
      #expect(Set(places).count == places.count, "\(text)")
    }
  }

  @Test func tagsStandThereBehindBreaks() {
    let notebook = read("P\n\\\n<b>\nQ <i>\\\nR <sub>\n")
    #expect(
      notebook.diagnostics.map(\.range?.start) == [
        SourcePosition(line: 3, column: 1), SourcePosition(line: 4, column: 3),
        SourcePosition(line: 5, column: 3),
      ])
  }

  @Test func blocksStandWhereTheyAreSaidTo() {
    let notebook = read(Self.notebook)
    for block in notebook.blocks {
      #expect(notebook.source.text(in: block.name.range) == block.name.text)
      let first = notebook.source.line(block.range.start.line)
      #expect(first.dropFirst(block.range.start.column - 1).hasPrefix("```"))
      #expect(notebook.source.line(block.range.end.line).hasSuffix("```"))
    }
  }

  /// A mistake put anywhere is found there: each path in turn gets a dangling operator.
  @Test func mistakesAreFoundWhereTheyAre() throws {
    let good = read(Self.notebook)
    let known = good.diagnostics
    for path in Self.paths(in: good) {
      var lines = good.source.lines.map(String.init)
      let line = path.range.start.line - 1
      let end = path.range.end.column - 1
      let scalars = Array(lines[line].unicodeScalars)
      let (head, tail) = (scalars[..<end], scalars[end...])
      lines[line] =
        String(String.UnicodeScalarView(head)) + " + 1 2" + String(String.UnicodeScalarView(tail))
      let bad = read(lines.joined(separator: "\n"))
      let new = bad.diagnostics.filter { !known.contains($0) }
      #expect(new.count == 1, "\(path)")
      #expect(new.first?.message.hasSuffix("is missing before this") == true)
      let place = SourcePosition(line: line + 1, column: end + 6)
      #expect(new.first?.range == SourceRange(place, length: 1), "\(path)")
    }
  }
}
