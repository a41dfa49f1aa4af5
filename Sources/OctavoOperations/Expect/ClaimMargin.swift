import OctavoNotebook
import OctavoResults
import OctavoRunner

extension OptionDecoder {
  /// How far an end of an interval is from the limit that a claim sets it, in widths of the interval;
  /// the least of several points, and of several comparisons that must all hold.
  ///
  /// - Returns: `nil` of a claim that sets no end of an interval a limit.
  func margin(of claim: Expression) -> Double? {
    switch claim {
    case .binary(.and, let left, let right, _):
      return [left, right].compactMap(margin).min()
    case .binary(.or, let left, let right, _):
      let margins = [left, right].filter(holds).map(margin)
      return margins.contains(nil) ? nil : margins.compactMap(\.self).max()
    case .call(.all, let arguments, _):
      return arguments.first.flatMap(margin)
    case .binary(let comparison, let left, let right, let range) where comparison.isOrder:
      switch (interval(endingAt: left), interval(endingAt: right)) {
      case (let interval?, nil), (nil, let interval?):
        return least(
          .binary(
            .divide,
            .call(.abs, [.binary(.subtract, left, right, operatorRange: range)], at: range),
            .binary(.subtract, interval.upper, interval.lower, operatorRange: range),
            operatorRange: range))
      default: return nil
      }
    default: return nil
    }
  }

  /// Both ends of the interval of which a side is one: of an estimate, or of values such as
  /// `effect.difference-upper`.
  private func interval(endingAt side: Expression) -> (lower: Expression, upper: Expression)? {
    switch side {
    case .call(.lower, let arguments, let range), .call(.upper, let arguments, let range):
      return (.call(.lower, arguments, at: range), .call(.upper, arguments, at: range))
    case .path(let path):
      let estimate = path.estimateOfEnd.map(Expression.path)
      guard estimate.count == 3, estimate.allSatisfy({ value(of: $0) != nil }) else { return nil }
      return (estimate[1], estimate[2])
    default: return nil
    }
  }

  private func holds(_ claim: Expression) -> Bool { value(of: claim)?.value == .boolean(true) }

  /// A number, or the least of those at several points.
  private func least(_ expression: Expression) -> Double? {
    let numbers =
      switch value(of: expression) {
      case .known(let value): [value.double]
      case .points(let points): points.values?.map { $0?.double } ?? []
      default: [] as [Double?]
      }
    return numbers.compactMap(\.self).filter(\.isFinite).min()
  }

  /// What an expression comes to, without a word on what cannot be told.
  func value(of expression: Expression) -> ExpressionValue? {
    var trial = self
    return trial.evaluate(expression)
  }
}

extension Expression.BinaryOperator {
  fileprivate var isOrder: Bool { isComparison && self != .equal && self != .notEqual }
}

extension Path {
  /// The paths to an estimate and to both ends of its interval, if the path is that of an end, by its
  /// name.
  fileprivate var estimateOfEnd: [Path] {
    guard let last = names.last,
      let suffix = ["-lower", "-upper"].first(where: last.text.hasSuffix)
    else { return [] }
    return Estimate.names(of: String(last.text.dropLast(suffix.count))).map { name in
      var path = self
      path.names[names.count - 1].text = name
      return path
    }
  }
}
