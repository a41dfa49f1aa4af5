import OctavoResults

extension Diagnostic {
  /// A value with points stands where one value is wanted.
  package static func severalPoints(_ expression: Expression, _ value: ExpressionValue)
    -> Diagnostic
  {
    let points = value.points ?? .single
    let example = (expression.paths.first?.description ?? "step.value") + points.exampleChoice
    let subject = if case .path(let path) = expression { "`\(path)`" } else { "this" }
    return Diagnostic(
      .severalPoints, at: expression.range,
      "\(subject) has a value at each of \(points.points.count) points (\(points.summary)), and one is "
        + "wanted",
      remedy: "choose one, as in `\(example)`, or make one of it by `mean(…)`"
        + (points.axes.contains(Point.seedAxis) ? " or `estimate(…)`" : ""))
  }
}
