import OctavoNotebook
import OctavoResults

/// What a run would do with a step, as far as the store can tell.
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
  /// What a run with this store would do with each step, in the notebook's order.
  public func forecast(with store: Store) -> [(step: PlannedStep, forecast: StepForecast)] {
    var environment = Environment(of: self)
    var known: Set<String> = []
    var forecasts: [(step: PlannedStep, forecast: StepForecast)] = []
    for element in elements {
      switch element {
      case .config(let block): _ = environment.define(config: block)
      case .step(let step):
        let reading = environment.read(step)
        var offer = reading.offer
        let isReady = known.isSuperset(of: step.dependencies)
        let (forecast, stored) =
          isReady ? forecast(for: step, reading, with: store) : (.computed, nil)
        if let stored {
          offer.fill(with: stored.result, hashes: stored.artifacts)
          known.insert(step.name)
        }
        environment.define(step: step.name, as: offer)
        forecasts.append((step, forecast))
      }
    }
    return forecasts
  }

  /// - Parameter reading: with everything known that the step depends on.
  private func forecast(
    for step: PlannedStep, _ reading: StepReading, with store: Store
  ) -> (StepForecast, StoredStep?) {
    let key: StepKey
    do {
      guard let operation = reading.operation else {
        throw BlockError(reading.diagnostics, missing: [])
      }
      key = try StepKey(of: operation, named: step.name, in: self)
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
