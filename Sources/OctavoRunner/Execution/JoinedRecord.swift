import OctavoBase
import OctavoResults

extension StepRecord {
  /// The record of a step, from those of its points.
  ///
  /// - Parameter parts: one for each point, in their order.
  init(of name: String, at points: PointSet, joining parts: [(point: Point, record: StepRecord)]) {
    guard points.hasAxes, let first = parts.first else {
      self = parts.first?.record ?? StepRecord(name: name, operation: "", status: .done)
      return
    }
    let records = parts.map(\.record)
    self.init(
      name: name, operation: first.record.operation, status: Status(joining: parts),
      shownItems: Self.shownItems(joining: parts.filter { $0.record.status == .done }, of: points),
      warnings: Self.warnings(joining: records),
      points: parts.map { point, record in
        PointRecord(
          point: point, status: record.status, values: record.values, tables: record.tables,
          warnings: record.warnings)
      }, shares: first.record.shares)
  }

  /// What several points warn of in the same words is said once, whatever the numbers in it.
  ///
  /// It has the highest grade that it has at any point.
  private static func warnings(joining records: [StepRecord]) -> [StepWarning] {
    let warnings = records.map(\.warnings)
    var grades: [WarningKind: StepWarning.Grade] = [:]
    for warning in warnings.joined() {
      let kind = WarningKind(of: warning.text)
      grades[kind] = max(grades[kind] ?? warning.grade, warning.grade)
    }
    return warnings.joined().compactMap { warning in
      let kind = WarningKind(of: warning.text)
      guard let grade = grades.removeValue(forKey: kind) else { return nil }
      let same = warnings.count { $0.texts.contains(warning.text) }
      let alike = warnings.count { $0.contains { WarningKind(of: $0.text) == kind } }
      let remark =
        same < alike
        ? " (at \(alike) of \(records.count) points, with other numbers)"
        : same == records.count ? "" : " (at \(same) of \(records.count) points)"
      return StepWarning(grade, warning.text + remark)
    }
  }

  /// Figures of all points become one, verdicts are counted, and the values stand in a table with a row
  /// for each point.
  private static func shownItems(
    joining parts: [(point: Point, record: StepRecord)], of points: PointSet
  ) -> [ShownItem] {
    guard let first = parts.first?.record, !first.shownItems.isEmpty else { return [] }
    var items: [ShownItem] = []
    for (place, item) in first.shownItems.enumerated() {
      let others = parts.compactMap { point, record in
        record.shownItems.indices.contains(place)
          ? (point: point, item: record.shownItems[place]) : nil
      }
      switch item {
      case .figure:
        items += Figure.combining(
          others.compactMap { point, item in
            if case .figure(let figure) = item { (point: point, figure: figure) } else { nil }
          }, of: points
        ).map(ShownItem.figure)
      case .table: items.append(item)
      case .values where points.varyingSettingAxes.isEmpty: items.append(item)
      case .values(let names, let caption):
        if !items.contains(where: \.isFigure), let name = names.first,
          var figure = Figure(
            ofValues: points.points.map { point in
              parts.first { $0.point == point }?.record.values[name]?.double
            }, label: name.spaced, at: points)
        {
          figure.caption = caption
          items.append(.figure(figure))
        }
      case .verdicts:
        items.append(
          .verdicts(
            [Verdict](
              joining: others.compactMap { point, item in
                if case .verdicts(let verdicts) = item {
                  (point: point, verdicts: verdicts)
                } else {
                  nil
                }
              })))
      case .points: break
      }
    }
    if parts.contains(where: { !$0.record.values.isEmpty }) { items.append(.points) }
    return items
  }
}

extension StepRecord.ShownItem {
  fileprivate var isFigure: Bool { if case .figure = self { true } else { false } }
}

extension [Verdict] {
  /// A claim holds where it holds at every point.
  fileprivate init(joining parts: [(point: Point, verdicts: [Verdict])]) {
    let claims = parts.first?.verdicts ?? []
    self = claims.indices.map { index in
      let verdicts = parts.compactMap { point, verdicts in
        verdicts.indices.contains(index) ? (point: point, verdict: verdicts[index]) : nil
      }
      let broken = verdicts.filter { !$0.verdict.holds }
      let detail =
        broken.first.map { point, verdict in
          "not at \(point.phrase): \(verdict.detail)"
            + (broken.count > 1
              ? ", nor at \(broken.count - 1) more of \(verdicts.count) points" : "")
        } ?? "at all \(verdicts.count) points"
      return Verdict(
        claim: claims[index].claim, holds: broken.isEmpty, detail: detail,
        margin: verdicts.compactMap(\.verdict.margin).min())
    }
  }
}

extension StepRecord.Status {
  /// A step has failed where a point of it has; it was skipped where no point ran.
  fileprivate init(joining parts: [(point: Point, record: StepRecord)]) {
    let failed = parts.compactMap { point, record -> String? in
      if case .failed(let error) = record.status { "at \(point.phrase): \(error)" } else { nil }
    }
    let skipped = parts.compactMap { point, record -> String? in
      if case .skipped(let reason) = record.status { reason } else { nil }
    }
    if let first = failed.first {
      let more =
        failed.count > 1 ? "\n\(failed.count - 1) more of \(parts.count) points failed" : ""
      self = .failed(error: first + more)
    } else if skipped.count == parts.count, let reason = skipped.first {
      self = .skipped(because: reason)
    } else if let reason = skipped.first(where: { $0 != StepRecord.Status.notAskedFor }) {
      self = .failed(
        error: "\(skipped.count) of \(parts.count) points were skipped: \(reason)")
    } else {
      self = .done
    }
  }
}

extension RunMetadata.Step {
  /// Those of a step, from those of its points.
  init(joining parts: [(Point, RunMetadata.Step)]) {
    guard let first = parts.first, !first.0.coordinates.isEmpty else {
      self = parts.first?.1 ?? RunMetadata.Step(cached: false, seconds: 0)
      return
    }
    self.init(
      cached: parts.allSatisfy(\.1.cached), seconds: parts.reduce(0) { $0 + $1.1.seconds },
      points: Dictionary(
        parts.map { ($0.description, $1) }, uniquingKeysWith: { first, _ in first }))
  }
}
