extension Plan {
  /// For each point of the steps of these names the nearest points of such steps that it depends on,
  /// directly or through other steps.
  public func dependencies(among names: Set<String>) -> [PointReference: Set<PointReference>] {
    var nearest: [PointReference: Set<PointReference>] = [:]
    var ofWholes: [String: Set<PointReference>] = [:]
    func reach(_ point: PointReference) -> Set<PointReference> {
      names.contains(point.step) ? [point] : nearest[point] ?? []
    }
    for step in steps {
      for (index, point) in step.plannedPoints.enumerated() {
        var found = point.takes.reduce(into: Set<PointReference>()) { $0.formUnion(reach($1)) }
        for whole in point.wholes { found.formUnion(ofWholes[whole] ?? []) }
        nearest[PointReference(step: step.name, index: index)] = found
      }
      ofWholes[step.name] = step.points.points.indices.reduce(into: []) { found, index in
        found.formUnion(reach(PointReference(step: step.name, index: index)))
      }
    }
    return nearest.filter { names.contains($0.key.step) }
  }
}
