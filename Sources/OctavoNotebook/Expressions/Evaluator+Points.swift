import OctavoBase
import OctavoResults

extension Evaluator {
  /// Applies an operation on single values at each point, where operands have points: they meet at
  /// equal values of the axes that they share, and axes of one alone are crossed.
  mutating func lifted(
    _ operands: [ExpressionValue], at range: SourceRange,
    _ apply: (inout Self, [ExpressionValue]) -> ExpressionValue?
  ) -> ExpressionValue? {
    let sets = operands.compactMap(\.points)
    guard let first = sets.first else { return apply(&self, operands) }
    let joined = sets.dropFirst().reduce(first) { $0.joined(with: $1) }
    guard !joined.points.isEmpty else {
      return fail(
        .disjointPoints, at: range,
        "no point of one side has the axes of a point of the other: \(first.summary) against "
          + sets.dropFirst().map(\.summary).joined(separator: " and "),
        remedy: "compare steps that have points in common, or reduce one side by `mean(…)`")
    }
    let probes = operands.map { operand -> ExpressionValue in
      if case .points(let values) = operand { .unknown(.scalar(values.type)) } else { operand }
    }
    guard case .scalar(let type)? = apply(&self, probes)?.type else { return nil }
    var values: [Value?] = []
    let lookups = operands.map(PointLookup.init)
    for point in joined.points {
      let arguments = lookups.map { $0[point] }
      guard arguments.allSatisfy({ $0 != nil }) else {
        values.append(nil)
        continue
      }
      let known = arguments.compactMap(\.self)
      if known.contains(where: { $0.value == nil }) {
        return .points(PointValues(joined, of: type))
      }
      guard let result = apply(&self, known) else { return nil }
      values.append(result.value)
    }
    return .points(PointValues(joined, of: type, values: values))
  }

  /// The mean over the seeds with its interval; of conditions, the share that holds.
  mutating func estimate(of argument: Expression) -> ExpressionValue? {
    guard let value = evaluate(argument) else { return nil }
    guard case .points(let points) = value, points.points.axes.contains(Point.seedAxis),
      points.type.isNumeric || points.type == .boolean
    else {
      let choosesSeed = argument.paths.flatMap(\.choices).contains {
        $0.axis.text == Point.seedAxis
      }
      return fail(
        at: argument.range, "`estimate` wants a number at each of several seeds, not \(value.type)",
        remedy: choosesSeed
          ? "leave out the choice of a seed"
          : "give the step it comes from seeds, as in `for: {seed: 1..5}`")
    }
    let several = points.points.varyingSettingAxes
    guard several.isEmpty else {
      return fail(
        .severalPoints, at: argument.range,
        "an estimate is over seeds, and this has a value for each "
          + several.map { "`\($0)`" }.joined(separator: " and ") + " too "
          + "(\(points.points.summary))",
        remedy: "choose one, as in `\(argument.chosen(points.points, on: several))`")
    }
    noteMissing(of: points, at: argument.range)
    guard points.values != nil else { return .unknown(.estimate) }
    let known = points.known
    if points.type == .boolean {
      return .estimate(
        Estimate(share: known.count { $0 == .boolean(true) }, of: known.count))
    }
    return .estimate(Estimate(overSeeds: known.compactMap(\.double)))
  }

  /// The value of `axis` at which the mean of a value over the other axes is the lowest or highest;
  /// of equal ones the first. The mean is over all seeds at each seed too, which would choose for
  /// itself otherwise.
  mutating func best(
    _ axis: Key, _ argument: Expression, _ extreme: Expression.Extreme
  ) -> ExpressionValue? {
    var overSeeds = Evaluator(scope: scope.overSeeds)
    defer { diagnostics += overSeeds.diagnostics }
    guard let value = overSeeds.numeric(argument, "`best`") else { return nil }
    guard case .points(let points) = value, points.points.axes.contains(axis.text) else {
      return fail(
        .unknownAxis, at: axis.range, "the value to judge by has no axis `\(axis.text)`",
        remedy: value.points.map { "its axes are \($0.summary)" })
    }
    let settings = points.points.values(of: axis.text)
    guard points.values != nil else {
      return .unknown(.scalar(settings.first?.type ?? .text))
    }
    noteMissing(of: points, at: argument.range)
    let means = settings.map { setting in
      points.filtered { $0[axis.text]?.coordinate == setting.coordinate }.known
        .compactMap { $0.double }.mean
    }
    let candidates = settings.indices.filter { !means[$0].isNaN }
    let best =
      extreme == .lowest
      ? candidates.min { means[$0] < means[$1] } : candidates.max { means[$0] < means[$1] }
    guard let best else {
      return fail(.undefinedResult, at: argument.range, "none of its points has a number")
    }
    return .known(settings[best])
  }

  /// Says that a result is of fewer points than the step has.
  mutating func noteMissing(of points: PointValues, at range: SourceRange) {
    guard points.missingCount > 0, let values = points.values else { return }
    let lacking = points.points.points.indices.first { values[$0] == nil }
    let example = lacking.map { ", such as \(points.points.points[$0].phrase)" } ?? ""
    diagnostics.append(
      Diagnostic(
        .missingPoints, .warning, at: range,
        "\(points.missingCount) of \(values.count) points have no value\(example)"))
  }
}

/// An operand's value at a point of all operands.
private struct PointLookup {
  private let constant: ExpressionValue?
  private let axes: [String]
  private var values: [[Value?]: ExpressionValue?] = [:]

  init(_ operand: ExpressionValue) {
    guard case .points(let points) = operand else {
      constant = operand
      axes = []
      return
    }
    constant = nil
    axes = points.points.axes
    for (index, point) in points.points.points.enumerated() {
      let value: ExpressionValue? =
        points.values.map { $0[index].map(ExpressionValue.known) } ?? .unknown(.scalar(points.type))
      values[point.place(on: axes)] = .some(value)
    }
  }

  /// `nil` where the point failed.
  subscript(point: Point) -> ExpressionValue? {
    constant ?? values[point.place(on: axes)].flatMap(\.self)
  }
}

extension ExpressionValue {
  /// The points that the value has.
  public var points: PointSet? {
    if case .points(let values) = self { values.points } else { nil }
  }
}

extension ValueType {
  /// The type of a single value, or of the value at each point.
  var element: ScalarType? {
    switch self {
    case .scalar(let type), .points(let type): type
    case .column, .estimate: nil
    }
  }

  /// The type of what there are several of.
  func manyElement(for domain: Expression.Function.Domain) -> ScalarType? {
    switch self {
    case .column(let type), .points(let type): type
    case .scalar(let type): domain == .conditions ? type : nil
    case .estimate: nil
    }
  }
}

extension Expression {
  /// The path that the expression is, with a choice on some axes, as an example of what to write.
  fileprivate func chosen(_ points: PointSet, on axes: [String]) -> String {
    let path = if case .path(let path) = self { path.description } else { "step.value" }
    let choice = PointSet(axes: axes, points: points.points.prefix(1).map { $0.on(axes) })
    return path + choice.exampleChoice
  }
}
