import OctavoNotebook
import OctavoResults
import Testing

@Suite struct NotebookScopeTests {
  static func scope() throws -> NotebookScope {
    let notebook = read(
      """
      ```config small
      layers: 4
      optimizer: {rate: 1e-3}
      sizes: [1, 2]
      nothing:
      broken: ${1 / 0}
      ```

      ```step pretrain
      run: gpt.train
      ```

      ```step failed
      run: gpt.trian
      ```

      ```step later
      run: gpt.evaluate
      ```
      """)
    #expect(notebook.diagnostics == [])
    var scope = NotebookScope(notebook, params: ["width": 128, "text": "plays.txt"])
    var diagnostics: [Diagnostic] = []
    scope.define(notebook.configs[0], &diagnostics)
    scope.define(step: "pretrain") {
      StepOutline(
        values: ["validation-loss": .unknown(.number), "iterations": .known(2000)],
        tables: ["history": ["loss": .unknown(.column(.number))], "not-known-yet": [:]],
        artifacts: ["model"])
    }
    scope.define(step: "failed") { nil }
    return scope
  }

  @Test(arguments: [
    ("small.sizes", ExpressionValue.column([1, 2], of: .integer)),
    ("params.width", .known(128)), ("small.layers", .known(4)),
    ("small.optimizer.rate", .known(0.001)), ("pretrain.iterations", .known(2000)),
    ("pretrain.validation-loss", .unknown(.number)),
    ("pretrain.history.loss", .unknown(.column(.number))),
    ("pretrain.not-known-yet.anything", .unknown(.column(.number))),
  ])
  func finds(path: String, expected: ExpressionValue) throws {
    var diagnostics: [Diagnostic] = []
    #expect(try expression(path).evaluate(in: Self.scope(), &diagnostics) == expected)
    #expect(diagnostics == [])
  }

  @Test(
    arguments: [
      ("params", "`params` is no value itself", "name one of them, as in `params.width`"),
      ("params.widht", "there is no parameter `widht`", "did you mean `width`?"),
      ("params.height", "there is no parameter `height`", "the parameters are `text`, `width`"),
      ("params.width.x", "`width` is a value and has no parts", nil),
      ("width", "nothing above is called `width`", "a parameter is written `params.width`"),
      ("smal.layers", "nothing above is called `smal`", "did you mean `small`?"),
      (
        "later.loss", "the step `later` is defined only further down",
        "references run backwards: move it above this block"
      ),
      ("small", "`small` is a mapping, not a value", "name a key of it, as in `small.layers`"),
      (
        "small.optimizer", "`optimizer` is a mapping, not a value",
        "name a key of it, as in `small.optimizer.rate`"
      ),
      ("small.nothing", "`nothing` is empty", nil),
      ("small.laiers", "there is no key `laiers`", "did you mean `layers`?"),
      ("small.layers.x", "`layers` is a value and has no parts", nil),
      (
        "pretrain", "`pretrain` is a step, not a value",
        "name a value of it, as in `pretrain.iterations`"
      ),
      (
        "pretrain.los", "there is no value `los`",
        "the values and tables are `validation-loss`, `iterations`, `history`, `not-known-yet`"
      ),
      ("pretrain.model", "`model` is not a value but an artifact", nil),
      (
        "pretrain.history", "`history` is a table, not a value",
        "name a column of it, as in `last(pretrain.history.loss)`"
      ),
      ("pretrain.history.lss", "there is no column `lss`", "did you mean `loss`?"),
    ] as [(String, String, String?)])
  func explainsWhatItDoesNotFind(path: String, message: String, remedy: String?) throws {
    var diagnostics: [Diagnostic] = []
    #expect(try expression(path).evaluate(in: Self.scope(), &diagnostics) == nil)
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.first?.remedy == remedy)
  }

  /// One mistake is told once.
  @Test(arguments: ["failed.loss", "small.broken", "failed.a + small.broken"])
  func staysSilentOfWhatWasReported(path: String) throws {
    var diagnostics: [Diagnostic] = []
    #expect(try expression(path).evaluate(in: Self.scope(), &diagnostics) == nil)
    #expect(diagnostics == [])
  }

  /// Each config adds a key to those of the one above it.
  @Test(.timeLimit(.minutes(20))) func followsALongChainOfConfigs() throws {
    let count = 5000
    let blocks = (0..<count).map { index in
      "```config c\(index)\n\(index > 0 ? "extends: c\(index - 1)\n" : "")k\(index): \(index)\n"
        + "shared: \(index)\ndeep: {d\(index): 1}\n```\n"
    }
    let notebook = read(blocks.joined())
    #expect(notebook.diagnostics == [])
    var scope = NotebookScope(notebook, params: [:])
    var diagnostics: [Diagnostic] = []
    for config in notebook.configs { scope.define(config, &diagnostics) }
    let value = { (path: String) in
      try expression(path).evaluate(in: scope, &diagnostics)
    }
    #expect(try value("c4999.k0") == .known(0))
    #expect(try value("c4999.shared") == .known(4999))
    #expect(try value("c4999.deep.d0") == .known(1))
    #expect(try value("c2.k3") == nil)
    #expect(diagnostics.map(\.message) == ["there is no key `k3`"])
    #expect(scope.mapping(ofConfig: "c4999")?.entries.count == count + 2)
  }
}
