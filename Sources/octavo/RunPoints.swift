import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

extension RunCommand {
  /// What `--only` and `--at` ask for; `nil` for all.
  func points(of plan: Plan) throws -> Set<PointReference>? {
    guard let only else { return nil }
    guard let step = plan.step(named: only) else {
      let hint = nearest(to: only, among: plan.steps.map(\.name)).map { " Did you mean `\($0)`?" }
      throw CommandError("There is no step `\(only)`.\(hint ?? "")")
    }
    guard let at else { return plan.needed(for: only) }
    let wanted = try coordinates(at, of: step)
    let needed = plan.needed(for: only) { $0.agrees(with: wanted) }
    guard !needed.isEmpty else {
      throw CommandError("`\(only)` has no point at \(wanted.phrase) (\(step.points.summary)).")
    }
    return needed
  }

  private func coordinates(_ text: String, of step: PlannedStep) throws -> OctavoResults.Point {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let axes = parts.map { $0.prefix { $0 != "=" } }
    if let axis = axes.first(where: { axis in axes.count { $0 == axis } > 1 }) {
      throw CommandError("--at takes one value of an axis, and `\(axis)` has several.")
    }
    return OctavoResults.Point(
      try parts.map { part in
        let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2 else {
          throw CommandError("--at takes axis=value,…, not `\(text)`.")
        }
        guard step.points.axes.contains(sides[0]) else {
          let axes = step.points.hasAxes ? "its axes are \(step.points.summary)" : "it has no axes"
          throw CommandError("`\(step.name)` has no axis `\(sides[0])`: \(axes).")
        }
        return .init(sides[0], try coordinate(sides[1]))
      })
  }

  private func coordinate(_ text: String) throws -> Value {
    do {
      return try Value(coordinate: text)
    } catch {
      throw CommandError("--at: \(error.message)")
    }
  }
}
