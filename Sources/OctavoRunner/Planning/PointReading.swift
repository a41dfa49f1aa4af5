import OctavoBase
import OctavoNotebook
import OctavoResults

/// A step's block as it reads at each of its points.
struct PointReadings {
  var points = PointSet.single
  /// The axes that came from the whole notebook.
  var notebookAxes: Set<String> = []
  /// One for each point.
  var readings: [StepReading] = []
  var diagnostics: [Diagnostic] = []
}

extension Environment {
  /// The points of a step and what its block says at each of them: its own, crossed with those of the
  /// steps whose artifacts it takes, except where they share an axis.
  ///
  /// - Parameter limit: how many points a step may have.
  func readings(
    of block: Block, as operation: any Operation.Type, atMost limit: Int
  ) -> PointReadings {
    var found = PointReadings()
    guard let own = ownPoints(of: block, &found.diagnostics) else { return found }
    let fromNotebook = pointsOfNotebook(for: block, as: operation, besides: own)
    var reader = PointReader(
      environment: self, block: block, operation: operation, limit: limit,
      notebookAxes: Set(fromNotebook.axes))
    reader.read(at: own, crossedWith: fromNotebook)
    found.notebookAxes = reader.notebookAxes
    guard let points = reader.pointSet(&found.diagnostics) else {
      // What the options say is checked nevertheless.
      found.diagnostics += reader.diagnostics
      return found
    }
    found.points = points
    found.readings = reader.found.map(\.reading)
    found.diagnostics += reader.diagnostics
    found.diagnostics += unusedAxes(own, of: block, as: operation, found.readings)
    return found
  }

  /// Warns of axes that change nothing, so that a step does the same again and again.
  private func unusedAxes(
    _ own: PointSet, of block: Block, as operation: any Operation.Type, _ readings: [StepReading]
  ) -> [Diagnostic] {
    guard own.hasAxes else { return [] }
    var used = Set(readings.flatMap(\.paths).map(\.root.text))
    for step in readings.flatMap(\.dependencies).distinct {
      used.formUnion(offers[step]?.points.axes ?? [])
    }
    if operation.drawsRandomNumbers { used.insert(Point.seedAxis) }
    return own.axes.filter { !used.contains($0) }.map { axis in
      Diagnostic(
        .unusedOption, .warning, at: block.body?.entry(StepOptions.forKey)?.value.range,
        axis == Point.seedAxis
          ? "the axis `seed` changes nothing: `\(operation.manual.name)` draws no random numbers"
          : "the axis `\(axis)` changes nothing: the step does not use it",
        remedy: axis == Point.seedAxis ? "leave it out" : "use it as `${\(axis)}`, or leave it out")
    }
  }

  /// What `for:` says; a single point without it. `nil` after a diagnostic.
  private func ownPoints(of block: Block, _ diagnostics: inout [Diagnostic]) -> PointSet? {
    guard let entry = block.body?.entry(StepOptions.forKey) else { return .single }
    var node = entry.value.resolved(in: scope, &diagnostics)
    if case .known(.text(let name))? = node.evaluation {
      guard let config = scope.mapping(ofConfig: name) else {
        if !broken.contains(name) {
          diagnostics.append(
            Diagnostic(
              explainMissing(.config, name, own: block.name.text), at: entry.value.range))
        }
        return nil
      }
      node = ResolvedNode(.mapping(config), at: node.range)
    }
    let reader = PointSetReader(replacements: notebookAxes.replacements) { name in
      name == NotebookScope.paramsName ? "the parameters" : kind(ofBlock: name)
    }
    return reader.points(of: node, &diagnostics)
  }

  /// The axes of the whole notebook that a step has from there.
  private func pointsOfNotebook(
    for block: Block, as operation: any Operation.Type, besides own: PointSet
  ) -> PointSet {
    let added = notebookAxes.added
    guard added.hasAxes else { return .single }
    let used = parameters(usedBy: block)
    return added.on(
      added.axes.filter { axis in
        guard !own.axes.contains(axis) else { return false }
        return notebookAxes.parameters.contains(axis)
          ? used.contains(axis) : operation.drawsRandomNumbers
      })
  }
}

/// Reads a block at point after point, and takes over the points of what it uses.
private struct PointReader {
  let environment: Environment
  let block: Block
  let operation: any Operation.Type
  let limit: Int
  var notebookAxes: Set<String>
  var found: [(point: Point, reading: StepReading)] = []
  private(set) var hasTooMany = false
  private var problems: [Diagnostic] = []

  init(
    environment: Environment, block: Block, operation: any Operation.Type, limit: Int,
    notebookAxes: Set<String>
  ) {
    self.environment = environment
    self.block = block
    self.operation = operation
    self.limit = limit
    self.notebookAxes = notebookAxes
  }

  mutating func read(at own: PointSet, crossedWith others: PointSet) {
    let count = own.joinedCount(with: others)
    guard count <= limit else { return noteTooMany(count) }
    read(at: own.joined(with: others))
  }

  private mutating func read(at points: PointSet) {
    for point in points.points where !hasTooMany { read(at: point) }
  }

  private mutating func read(at point: Point) {
    let reading = environment.at(point).read(step: block, as: operation)
    guard !reading.inherited.isEmpty else {
      found.append((point, reading))
      if found.count > limit { noteTooMany(found.count) }
      return
    }
    var joined = PointSet(axes: point.axes, points: [point])
    for inherited in reading.inherited {
      notebookAxes.formUnion(inherited.notebookAxes)
      let count = joined.joinedCount(with: inherited.points)
      guard count <= limit else { return noteTooMany(count) }
      let meeting = joined.joined(with: inherited.points)
      guard !meeting.points.isEmpty else {
        problems.append(
          Diagnostic(
            .disjointPoints, at: inherited.range,
            "no point of `\(inherited.step)` (\(inherited.points.summary)) meets those of the "
              + "step's other inputs (\(joined.summary))",
            remedy: "give both the same values on the axes that they share, or choose a point"))
        return
      }
      joined = meeting
    }
    read(at: joined)
  }

  private mutating func noteTooMany(_ count: Int) {
    hasTooMany = true
    problems.append(
      Diagnostic(
        .tooManyPoints, at: block.body?.entry(StepOptions.forKey)?.value.range ?? block.name.range,
        "the step has \(count.forReading) points or more, and \(limit.forReading) are allowed",
        remedy: "take fewer values, or confirm by `--max-points \(count)`"))
  }

  /// The points with one order of axes; `nil` after a diagnostic, or where there are none.
  func pointSet(_ diagnostics: inout [Diagnostic]) -> PointSet? {
    guard let first = found.first?.point, !hasTooMany, problems.isEmpty else { return nil }
    if let other = found.first(where: { Set($0.point.axes) != Set(first.axes) })?.point {
      diagnostics.append(
        Diagnostic(
          .invalidAxis, at: block.name.range,
          "the step has the axes \(listed(first.axes)) at \(first.phrase), and "
            + "\(listed(other.axes)) at \(other.phrase)",
          remedy: "use steps with the same axes, or choose points of them"))
      return nil
    }
    return PointSet(axes: first.axes, points: found.map { $0.point.on(ordering: first.axes) })
  }

  /// What is wrong at all points is told once; what is wrong at some, with the first of them.
  var diagnostics: [Diagnostic] {
    var places: [Diagnostic: (point: Point, count: Int)] = [:]
    var order: [Diagnostic] = []
    for (point, reading) in found {
      for diagnostic in reading.diagnostics.distinct {
        if let known = places[diagnostic] {
          places[diagnostic] = (known.point, known.count + 1)
        } else {
          places[diagnostic] = (point, 1)
          order.append(diagnostic)
        }
      }
    }
    return problems
      + order.map { diagnostic in
        guard let place = places[diagnostic], place.count < found.count else { return diagnostic }
        var diagnostic = diagnostic
        let more = place.count - 1
        let others = more == 0 ? "" : more == 1 ? " and one more point" : " and \(more) more points"
        diagnostic.notes.append(.init("at \(place.point.phrase)\(others)"))
        return diagnostic
      }
  }
}

extension Point {
  /// The same point with its axes in this order.
  fileprivate func on(ordering axes: [String]) -> Point {
    Point(axes.compactMap { axis in self[axis].map { .init(axis, $0) } })
  }
}
