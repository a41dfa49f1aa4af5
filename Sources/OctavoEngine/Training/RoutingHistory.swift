/// What the routers did in each iteration of a training; empty where they are not measured.
package struct RoutingHistory: Codable, Sendable {
  package private(set) var iterations: [RoutingMeasures] = []

  package init() {}

  package func encode(to encoder: any Encoder) throws {
    try PackedRecords(iterations).encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    iterations = try PackedRecords(from: decoder).values
  }

  /// - Parameter passes: of one iteration.
  mutating func add(_ passes: [RoutingMeasures?]) {
    if let measures = RoutingMeasures(joining: passes.compactMap(\.self)) {
      iterations.append(measures)
    }
  }
}

/// An objective whose model may have experts; its state is what their routers did.
protocol RoutedObjective: TrainingObjective
where Measures == RoutingMeasures?, State == RoutingHistory {
  var state: RoutingHistory { get set }
}

extension RoutedObjective {
  package mutating func update(_ model: Model, _ measures: [RoutingMeasures?]) {
    state.add(measures)
  }

  package mutating func restore(
    _ state: RoutingHistory, iterations: Int, from queue: inout TensorQueue
  ) throws {
    self.state = state
  }
}
