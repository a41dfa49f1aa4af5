import OctavoNotebook
import OctavoResults
import Testing

/// Expressions over a step that was run at three rates and two seeds, and one run at the seeds alone.
@Suite struct PointExpressionTests {
  private static let points = PointSet(crossing: [
    ("rate", [0.001, 0.01, 0.1]), ("seed", [1, 2]),
  ])
  private static let seeds = PointSet(crossing: [("seed", [1, 2])])
  private static let losses: [Double] = [3, 5, 1, 2, 8, 9]

  private func scope(isKnown: Bool = true, at point: Point = Point()) -> NotebookScope {
    let notebook = Notebook.read(
      Source(
        path: "n.md",
        text: "```step learn\nrun: x\n```\n\n```step base\nrun: x\n```\n\n```step one\nrun: x\n```")
    )
    var scope = NotebookScope(notebook, params: ["rate": 0.01])
    scope.define(step: "learn") {
      StepOutline(
        points: Self.points,
        values: [
          "loss": .points(
            PointValues(
              Self.points, of: .number, values: isKnown ? Self.losses.map(Value.number) : nil)),
          "name": .points(
            PointValues(
              Self.points, of: .text, values: isKnown ? Self.losses.map { _ in "x" } : nil)),
        ],
        tables: [
          "history": [
            "rate": .column(Self.points.points.map { $0["rate"] }, of: .number),
            "seed": .column(Self.points.points.map { $0["seed"] }, of: .integer),
            "loss": .column(Self.losses.map(Value.number), of: .number),
          ]
        ])
    }
    scope.define(step: "base") {
      StepOutline(
        points: Self.seeds,
        values: ["loss": .points(PointValues(Self.seeds, of: .number, values: [4, 7]))])
    }
    scope.define(step: "one") { StepOutline(values: ["loss": .known(2.0)]) }
    return scope.at(point)
  }

  private func value(
    _ text: String, at point: Point = Point(), isKnown: Bool = true
  ) throws -> ExpressionValue? {
    var diagnostics: [Diagnostic] = []
    let value = try expression(text).evaluate(in: scope(isKnown: isKnown, at: point), &diagnostics)
    #expect(diagnostics.isEmpty)
    return value
  }

  @Test(
    arguments: [
      ("mean(learn.loss)", 28.0 / 6), ("max(learn.loss)", 9), ("median(learn.loss)", 4),
      ("mean(learn.loss[rate=0.01])", 1.5), ("mean(learn[seed=2].loss)", 16.0 / 3),
      ("learn.loss[rate=0.01, seed=2]", 2), ("learn.loss[rate=(params.rate), seed=1]", 1),
      ("sum(learn.loss[rate=0.001|0.1])", 25), ("sum(learn.loss[seed=1..2])", 28),
      ("mean(learn.loss[rate=0.01] - base.loss)", -4),
      ("max(learn.loss - base.loss)", 4), ("mean(base.loss * 2 + one.loss)", 13),
      ("mean(-base.loss)", -5.5), ("max(sqrt(base.loss))", 7.0.squareRoot()),
      ("share(learn.loss < base.loss)", 4.0 / 6), ("best(rate, learn.loss, lowest)", 0.01),
      ("best(rate, learn.loss, highest)", 0.1),
      ("mean(learn.loss[rate=best(rate, learn.loss, lowest)])", 1.5),
      ("mean(learn.history.loss[rate=0.1])", 8.5), ("mean(max(base.loss, 5))", 6),
    ] as [(String, Double)])
  func reducesPoints(text: String, number: Double) throws {
    let value = try #require(try value(text)?.value?.double)
    #expect(abs(value - number) < 1e-12)
  }

  @Test(arguments: [
    ("all(learn.loss > 0)", true), ("all(learn.loss < base.loss)", false),
    ("any(learn.loss > 8)", true), ("all(not (learn.loss > 9))", true),
    ("all(base.loss ≈ 5.5 ± 1.5)", true), ("all(base.loss ≈ 5.5 ± 1.4)", false),
    ("lower(estimate(base.loss)) < 5.5 and upper(estimate(base.loss)) > 5.5", true),
  ])
  func asksOfPoints(text: String, holds: Bool) throws {
    #expect(try value(text) == .known(.boolean(holds)))
  }

  @Test func aStepAtAPointHasThePointsValue() throws {
    let point = Point([.init("rate", 0.1), .init("seed", 2)])
    #expect(try value("learn.loss", at: point) == .known(9.0))
    #expect(try value("base.loss + rate", at: point) == .known(7.1))
    #expect(try value("mean(learn.loss)", at: Point([.init("rate", 0.1)])) == .known(8.5))
    #expect(try value("sum(learn.history.loss)", at: point) == .known(9.0))
  }

  @Test func anEstimateIsOverTheSeeds() throws {
    guard case .estimate(let estimate)? = try value("estimate(base.loss)") else {
      Issue.record("it is no estimate")
      return
    }
    // Student's t with one degree of freedom: the 97.5 % quantile is 12.7062.
    #expect(estimate.value == 5.5)
    #expect(abs(estimate.upper - 5.5 - 12.7062 * 1.5) < 1e-3)
    #expect(estimate.count == 2)
  }

  /// Types are told although nothing is known, and so are choices.
  @Test(arguments: [
    ("mean(learn.loss)", ValueType.number), ("estimate(learn.loss[rate=0.1])", .estimate),
    ("learn.loss", .points(.number)), ("learn.loss[rate=0.1, seed=1]", .number),
    ("learn.loss < 2", .points(.boolean)), ("all(learn.loss < 2)", .boolean),
    ("best(rate, learn.loss, lowest)", .number),
    ("learn.loss[rate=best(rate, learn.loss, lowest)]", .points(.number)),
    ("learn.loss[rate=best(rate, learn.loss, lowest), seed=1]", .number),
  ])
  func knowsTypesBeforeTheRun(text: String, type: ValueType) throws {
    #expect(try value(text, isKnown: false)?.type == type)
  }

  @Test(arguments: [
    ("learn.loss[rate=0.5]", DiagnosticIdentifier.emptyChoice),
    ("learn.loss[rat=0.1]", .unknownAxis),
    ("one.loss[seed=1]", .unknownAxis), ("estimate(learn.loss)", .severalPoints),
    ("estimate(one.loss)", .typeMismatch), ("estimate(learn.loss[seed=1])", .typeMismatch),
    ("learn.loss[rate=0.1|0.5]", .emptyChoice), ("best(width, learn.loss, lowest)", .unknownAxis),
    ("learn.loss[seed=1] + learn.loss[seed=2, rate=0.1] / (one.loss - 2)", .undefinedResult),
    ("estimate(base.loss) < 2", .typeMismatch), ("lower(base.loss)", .typeMismatch),
    ("all(base.loss)", .typeMismatch), ("base.loss ≈ 5 ± (-1)", .undefinedResult),
    ("learn.name + 1", .typeMismatch), ("params[rate=1].rate", .wrongKind),
  ])
  func refuses(text: String, identifier: DiagnosticIdentifier) throws {
    var diagnostics: [Diagnostic] = []
    #expect(try expression(text).evaluate(in: scope(), &diagnostics) == nil)
    #expect(diagnostics.map(\.identifier) == [identifier])
  }

  @Test func pointsThatNeverMeetAreRefused() throws {
    var diagnostics: [Diagnostic] = []
    let text = "learn.loss[seed=1, rate=0.1|0.01] - learn.loss[seed=1, rate=0.001|0.1]"
    let value = try expression(text).evaluate(in: scope(), &diagnostics)
    // They meet at one rate.
    #expect(value?.points?.points.count == 1)
    let apart = "learn.loss[rate=0.1|0.01] - learn.loss[rate=0.001|0.1][seed=1]"
    #expect(try expression(apart).evaluate(in: scope(), &diagnostics) != nil)
    #expect(diagnostics.isEmpty)
    var other = scope()
    other.define(step: "base") {
      let points = PointSet(crossing: [("seed", [7, 8])])
      return StepOutline(
        points: points, values: ["loss": .points(PointValues(points, of: .number))])
    }
    #expect(try expression("learn.loss - base.loss").evaluate(in: other, &diagnostics) == nil)
    #expect(diagnostics.map(\.identifier) == [.disjointPoints])
  }

  @Test func missingPointsAreSaid() throws {
    var scope = scope()
    scope.define(step: "base") {
      StepOutline(
        points: Self.seeds,
        values: ["loss": .points(PointValues(Self.seeds, of: .number, values: [4, nil]))])
    }
    var diagnostics: [Diagnostic] = []
    #expect(try expression("mean(base.loss)").evaluate(in: scope, &diagnostics) == .known(4.0))
    #expect(diagnostics.map(\.identifier) == [.missingPoints])
    #expect(diagnostics.first?.severity == .warning)
    #expect(diagnostics.first?.message == "1 of 2 points have no value, such as seed 2")
  }
}
