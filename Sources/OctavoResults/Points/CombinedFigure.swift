extension Figure {
  /// One figure for all points of a step from one figure a point: means over the seeds, settings told
  /// apart by color and panel. Figures of different kinds, such as plots with other axes, stay apart.
  ///
  /// - Parameters:
  ///   - parts: In the order of the points; points that failed are missing.
  ///   - points: All points of the step.
  public static func combining(
    _ parts: [(point: Point, figure: Figure)], of points: PointSet
  ) -> [Figure] {
    guard points.points.count > 1 else { return parts.map(\.figure) }
    var kinds: [FigureKind] = []
    var members: [FigureKind: [FigurePart]] = [:]
    for part in parts {
      let kind = FigureKind(part.figure.content)
      if members[kind] == nil { kinds.append(kind) }
      members[kind, default: []].append(FigurePart(point: part.point, figure: part.figure))
    }
    let missing = points.sentence(lacking: parts.map(\.point))
    return kinds.enumerated().map { index, kind in
      combined(
        members[kind] ?? [], isOnlyKind: kinds.count == 1, missing: index == 0 ? missing : nil)
    }
  }

  private static func combined(
    _ parts: [FigurePart], isOnlyKind: Bool, missing: String?
  ) -> Figure {
    guard var figure = parts.first?.figure else { return Figure(.passages([])) }
    var notes: [String] = []
    if parts.count == 1 {
      if !isOnlyKind, !parts[0].point.coordinates.isEmpty {
        notes.append("Of \(parts[0].point.label).")
      }
    } else if case .plot(let first) = figure.content {
      let plots = parts.compactMap { part -> (point: Point, plot: Plot)? in
        if case .plot(let plot) = part.figure.content { (part.point, plot) } else { nil }
      }
      let combined = CombinedPlot(plots, like: first)
      figure.content = .plot(combined.plot)
      notes += combined.notes
    } else {
      let combined = CombinedList(parts)
      figure.content = combined.content
      notes += combined.notes
    }
    figure.caption = commonCaption(parts)
    if Set(parts.map(\.figure.alternative)).count > 1 { figure.alternative = nil }
    let known = Set(parts.map(\.figure.note)).count == 1 ? [figure.note].compactMap { $0 } : []
    let all = known + notes + [missing].compactMap { $0 }
    figure.note = all.isEmpty ? nil : all.joined(separator: " ")
    return figure
  }

  /// The caption of all; of different ones the first, with the point that it is of.
  private static func commonCaption(_ parts: [FigurePart]) -> String? {
    guard let first = parts.first, let caption = first.figure.caption else { return nil }
    let areAlike = parts.allSatisfy { $0.figure.caption == caption }
    return areAlike ? caption : "\(first.point.label): \(caption)"
  }
}

/// The figure of one point.
struct FigurePart {
  var point: Point
  var figure: Figure
}

/// What figures must have in common to become one.
private enum FigureKind: Hashable {
  case series([String?])
  case bars([String?])
  case histogram([String?])
  case heatmap([String?])
  case passages, images, imageGrid, tokens, emptyPlot

  init(_ content: Figure.Content) {
    switch content {
    case .plot(let plot):
      let axes = [
        plot.horizontal.label, plot.horizontal.unit, plot.vertical.label, plot.vertical.unit,
      ]
      self =
        switch plot.panels.first?.content {
        case .series?: .series(axes)
        case .bars?: .bars(axes)
        case .histogram?: .histogram(axes)
        case .heatmap?: .heatmap(axes)
        case nil: .emptyPlot
        }
    case .passages: self = .passages
    case .images: self = .images
    case .imageGrid: self = .imageGrid
    case .tokens: self = .tokens
    }
  }
}

extension PointSet {
  /// Which of the points are not among those given; `nil` if all are.
  func sentence(lacking present: [Point]) -> String? {
    let places = Set(present.map(\.place))
    let missing = points.filter { !places.contains($0.place) }
    guard let first = missing.first else { return nil }
    return missing.count == 1
      ? "The point \(first.label) is missing."
      : "\(missing.count) of \(points.count) points are missing, such as \(first.label)."
  }
}
