import OctavoNotebook
import OctavoResults
import OctavoRunner

extension OptionDecoder {
  /// How far an end of an interval is from the limit that a claim sets it, in widths of the interval.
  ///
  /// - Returns: the least of several that are joined by `and`; `nil` of a claim that compares no end of
  ///   an interval with a number.
  func margin(of claim: Expression) -> Double? {
    switch claim {
    case .binary(.and, let left, let right, _):
      return [margin(of: left), margin(of: right)].compactMap(\.self).min()
    case .binary(let comparison, let left, let right, _) where comparison.isComparison:
      switch (widthOfInterval(endingAt: left), widthOfInterval(endingAt: right)) {
      case (let width?, nil), (nil, let width?):
        guard width > 0, let end = number(left), let limit = number(right) else { return nil }
        let margin = abs(end - limit) / width
        return margin.isFinite ? margin : nil
      default: return nil
      }
    default: return nil
    }
  }

  /// Of an end of an estimate's interval, or of a value such as `effect.difference-upper`.
  private func widthOfInterval(endingAt side: Expression) -> Double? {
    switch side {
    case .call(.lower, let arguments, _), .call(.upper, let arguments, _):
      guard let argument = arguments.first, case .estimate(let estimate)? = value(of: argument)
      else { return nil }
      return estimate.upper - estimate.lower
    case .path(let path):
      let ends = path.endsOfInterval.map { number(.path($0)) }
      guard ends.count == 2, let lower = ends[0], let upper = ends[1] else { return nil }
      return upper - lower
    default: return nil
    }
  }

  private func number(_ expression: Expression) -> Double? { value(of: expression)?.value?.double }

  /// Without a word on what cannot be told.
  private func value(of expression: Expression) -> ExpressionValue? {
    var trial = self
    return trial.evaluate(expression)
  }
}

extension Path {
  /// The paths to both ends of the interval of which the path's value is one, by its name.
  fileprivate var endsOfInterval: [Path] {
    guard let last = names.last,
      let suffix = ["-lower", "-upper"].first(where: last.text.hasSuffix)
    else { return [] }
    return Estimate.names(of: String(last.text.dropLast(suffix.count))).dropFirst().map { name in
      var path = self
      path.names[names.count - 1].text = name
      return path
    }
  }
}
