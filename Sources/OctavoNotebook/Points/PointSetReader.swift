import OctavoBase
import OctavoResults

/// Reads `for:`, whose points a step is run at: a mapping from axes to their values stands for every
/// combination, a list of mappings gives the points one by one.
public struct PointSetReader {
  /// Values that take the place of those that the notebook gives an axis.
  private let replacements: [String: [Value]]
  /// Why a name cannot be an axis, such as that a step has it.
  private let refusal: (String) -> String?

  public init(
    replacements: [String: [Value]] = [:], refusal: @escaping (String) -> String? = { _ in nil }
  ) {
    self.replacements = replacements
    self.refusal = refusal
  }

  /// - Returns: `nil` after a diagnostic.
  public func points(of node: ResolvedNode, _ diagnostics: inout [Diagnostic]) -> PointSet? {
    if let mapping = node.mapping { return crossed(mapping, at: node.range, &diagnostics) }
    if let nodes = node.sequence { return listed(nodes, at: node.range, &diagnostics) }
    if case .invalid? = node.scalar?.content { return nil }
    diagnostics.append(
      Diagnostic(
        .invalidAxis, at: node.range, "`for` takes a mapping from axes to values, not \(node.kind)",
        remedy: "write `for: {rate: [1e-3, 3e-3], seed: 1..3}`, say"))
    return nil
  }

  private func crossed(
    _ mapping: ResolvedNode.Mapping, at range: SourceRange, _ diagnostics: inout [Diagnostic]
  ) -> PointSet? {
    guard !mapping.entries.isEmpty else { return empty(range, &diagnostics) }
    var axes: [(name: String, values: [Value])] = []
    for entry in mapping.entries {
      guard isAxis(entry.key, &diagnostics),
        let written = AxisValues.read(entry.value, of: entry.key, &diagnostics)
      else { return nil }
      axes.append((entry.key.text, replacements[entry.key.text] ?? written))
    }
    let count = axes.reduce(1.0) { $0 * Double($1.values.count) }
    guard count <= Double(Self.mostPoints) else {
      diagnostics.append(
        Diagnostic(
          .tooManyPoints, at: range, "the axes have \(NumberText.short(count)) combinations",
          remedy: "take fewer values of an axis"))
      return nil
    }
    return PointSet(crossing: axes)
  }

  /// No machine runs more.
  public static let mostPoints = 10_000_000

  private func listed(
    _ nodes: [ResolvedNode], at range: SourceRange, _ diagnostics: inout [Diagnostic]
  ) -> PointSet? {
    guard !nodes.isEmpty else { return empty(range, &diagnostics) }
    var points: [Point] = []
    var places: Set<[Value?]> = []
    for (index, node) in nodes.enumerated() {
      guard let mapping = node.mapping else {
        diagnostics.append(
          Diagnostic(
            .invalidAxis, at: node.range,
            "a point is a mapping from axes to values, not \(node.kind)",
            remedy: "write each point as `{width: 64, rate: 3e-3}`, say"))
        return nil
      }
      if let first = points.first, first.axes != mapping.keys, Set(first.axes) != Set(mapping.keys)
      {
        diagnostics.append(
          Diagnostic(
            .invalidAxis, at: node.range,
            "point \(index + 1) has the axes \(names(mapping.keys)), the first one "
              + names(first.axes), remedy: "give every point the same axes"))
        return nil
      }
      var coordinates: [Point.Coordinate] = []
      for entry in mapping.entries {
        guard points.first != nil || isAxis(entry.key, &diagnostics),
          let values = AxisValues.read(entry.value, of: entry.key, &diagnostics)
        else { return nil }
        guard values.count == 1 else {
          diagnostics.append(
            Diagnostic(
              .invalidAxis, at: entry.value.range, "a point has one value on each axis",
              remedy: "write a mapping in place of the list to combine several"))
          return nil
        }
        coordinates.append(.init(entry.key.text, values[0]))
      }
      let axes = points.first?.axes ?? mapping.keys
      let point = Point(axes.compactMap { axis in coordinates.first { $0.axis == axis } })
      if !places.insert(point.place(on: axes)).inserted {
        diagnostics.append(
          Diagnostic(.invalidAxis, at: node.range, "the point \(point) is listed twice"))
        return nil
      }
      points.append(point)
    }
    return PointSet(axes: points[0].axes, points: points).replacing(replacements)
  }

  private func isAxis(_ key: Key, _ diagnostics: inout [Diagnostic]) -> Bool {
    guard Fence.isName(key.text) else {
      diagnostics.append(
        Diagnostic(
          .invalidName, at: key.range, "`\(key.text)` is not an axis's name",
          remedy: "names are lower-case words joined by hyphens"))
      return false
    }
    if NotebookScope.reservedNames.contains(key.text) {
      diagnostics.append(
        Diagnostic(
          .reservedName, at: key.range, "`\(key.text)` means something else in expressions",
          remedy: "give the axis another name"))
      return false
    }
    if let reason = refusal(key.text) {
      diagnostics.append(
        Diagnostic(
          .reservedAxis, at: key.range, "the axis `\(key.text)` has the name of \(reason)",
          remedy: "give the axis another name"))
      return false
    }
    return true
  }

  private func empty(_ range: SourceRange, _ diagnostics: inout [Diagnostic]) -> PointSet? {
    diagnostics.append(
      Diagnostic(
        .invalidAxis, at: range, "`for` names no axis",
        remedy: "write `for: {seed: 1..3}`, say, or leave it out"))
    return nil
  }

  private func names(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
