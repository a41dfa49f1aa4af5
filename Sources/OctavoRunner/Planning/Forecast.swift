import OctavoNotebook
import OctavoResults

/// What a run would do with a step at a point, as far as the store can tell.
public enum StepForecast: Hashable, Sendable {
  /// Its result is there, with the time that it once took in seconds.
  case stored(seconds: Double)
  /// It was stopped, and would resume from there.
  case resumes
  /// It would be computed. Where what it depends on is computed too, that may come to what it was
  /// before, and then the store may know the result.
  case computed
  /// It would fail, for this reason, such as a file that has gone since the plan was made.
  case fails(String)
}

extension Plan {
  /// About how long it takes to compute a step at each of its points, in seconds, as far as earlier runs
  /// of its operation tell.
  public func estimatedSeconds(of step: PlannedStep, with store: Store) -> [Double?] {
    let times = store.times
    return step.drafts.map { $0.flatMap(times.estimate) }
  }

  /// What a run with this store would do with each step at each of its points, in the notebook's order.
  public func forecast(with store: Store) -> [(step: PlannedStep, points: [StepForecast])] {
    var environment = environment
    var known: Set<PointReference> = []
    return steps.map { step in
      let forecasts = step.plannedPoints.indices.map { index in
        let planned = step.plannedPoints[index]
        let isReady =
          known.isSuperset(of: planned.takes)
          && planned.wholes.allSatisfy { known.isSuperset(of: points(of: $0)) }
        guard isReady else { return StepForecast.computed }
        let point = step.points.points[index]
        let reading = environment.read(step, at: point)
        let (forecast, stored) = forecast(for: step, at: point, reading, with: store)
        if let stored {
          var offer = reading.offer
          offer.fill(with: stored.result, hashes: stored.artifacts)
          _ = environment.set(offer, of: step.name, at: index)
          known.insert(PointReference(step: step.name, index: index))
        }
        return forecast
      }
      return (step, forecasts)
    }
  }

  private func points(of step: String) -> [PointReference] {
    (self.step(named: step)?.points.points.indices ?? 0..<0)
      .map { PointReference(step: step, index: $0) }
  }

  /// - Parameter reading: with everything known that the step depends on.
  private func forecast(
    for step: PlannedStep, at point: Point, _ reading: StepReading, with store: Store
  ) -> (StepForecast, StoredStep?) {
    let key: StepKey
    do {
      guard let operation = reading.operation else {
        throw BlockError(reading.diagnostics, missing: [])
      }
      key = try StepKey(
        operation: operation, seed: stepSeed(of: step, at: point, stream: reading.seed),
        program: program)
    } catch {
      return (.fails(String(describing: error)), nil)
    }
    // What is damaged is computed again.
    if let stored = try? store.step(key) {
      return (.stored(seconds: stored.metadata.seconds), stored)
    }
    return ((try? store.state(of: key)) == nil ? .computed : .resumes, nil)
  }
}
