import OctavoNotebook
import OctavoResults

/// What a run would do with a step, as far as the store can tell.
public enum StepForecast: Hashable, Sendable {
  /// Its result is there, with the time that it once took in seconds.
  case stored(seconds: Double)
  /// It was stopped, and would go on from there.
  case goesOn
  /// It would be computed. Where what it depends on is computed too, that may come to what it was
  /// before, and then the store may know the result.
  case computed
}

extension Plan {
  /// What a run with this store would do with each step, in the notebook's order.
  public func forecast(with store: Store) -> [StepForecast] {
    var environment = Environment(notebook: notebook, params: params, folders: folders)
    var known: Set<String> = []
    var steps = self.steps.makeIterator()
    return notebook.elements.compactMap { element in
      if case .config(let block) = element { _ = environment.define(config: block) }
      guard case .step = element, let step = steps.next() else { return nil }
      let reading = environment.read(step: step.block, as: step.operation)
      var outlook = reading.outlook
      defer { environment.define(step: step.name, as: outlook) }
      guard let operation = reading.operation, known.isSuperset(of: step.dependencies) else {
        return .computed
      }
      let key = StepKey(of: operation, named: step.name, in: self)
      if let stored = try? store.step(key) {
        outlook.fill(with: stored.result, hashes: stored.artifacts)
        known.insert(step.name)
        return .stored(seconds: stored.circumstances.seconds)
      }
      return (try? store.state(of: key)) == nil ? .computed : .goesOn
    }
  }
}
