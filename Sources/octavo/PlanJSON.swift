import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// What `octavo plan --json` prints. `docs/command-line.md` describes it.
struct PlanJSON: Encodable {
  private struct Step: Encodable {
    var name: String
    var operation: String
    var after: [String]
    var costs: [Cost]
    /// At most, of one point, in bytes.
    var memory: Int?
    var points: [Point]
  }

  private struct Cost: Encodable {
    var name: String
    var value: String
  }

  fileprivate struct Point: Encodable {
    /// Of the axes.
    var at: [String: Value]?
    var state: String
    /// How long it took when it ran.
    var seconds: Double?
    /// How long it will probably take.
    var estimatedSeconds: Double?
    var reason: String?

    private enum CodingKeys: String, CodingKey {
      case at = "for"
      case state, seconds, reason
      case estimatedSeconds = "estimated-seconds"
    }
  }

  private let format = 1
  private let notebook: String
  private let path: String
  private let title: String
  private let seed: UInt64
  private let params: [String: Value]
  private let steps: [Step]
  private let estimatedSeconds: Double?

  private enum CodingKeys: String, CodingKey {
    case format, notebook, path, title, seed, params, steps
    case estimatedSeconds = "estimated-seconds"
  }

  init(_ plan: Plan, with store: Store) {
    notebook = plan.notebook.source.name
    path = plan.notebook.source.path
    title = plan.notebook.title
    seed = plan.seed
    params = plan.params
    steps = plan.forecast(with: store).map { step, forecasts in
      let estimates = plan.estimatedSeconds(of: step, with: store)
      return Step(
        name: step.name, operation: step.operation.manual.name, after: step.dependencies,
        costs: (step.drafts.lazy.compactMap(\.self).first?.costs ?? []).map {
          Cost(name: $0.0, value: $0.1)
        },
        memory: step.drafts.compactMap { $0?.memory }.max(),
        points: step.points.points.indices.map { index in
          Point(step.points.points[index], forecasts[index], estimate: estimates[index])
        })
    }
    let seconds = steps.flatMap(\.points).compactMap(\.estimatedSeconds)
    estimatedSeconds = seconds.isEmpty ? nil : seconds.reduce(0, +)
  }

  func text() throws -> String {
    String(decoding: try JSONEncoder.stable(isIndented: true).encode(self), as: UTF8.self) + "\n"
  }
}

extension PlanJSON.Point {
  fileprivate init(_ point: OctavoResults.Point, _ forecast: StepForecast, estimate: Double?) {
    at =
      point.coordinates.isEmpty
      ? nil
      : Dictionary(
        point.coordinates.map { ($0.axis, $0.value) }, uniquingKeysWith: { first, _ in first })
    estimatedSeconds = forecast.takesTime ? estimate : nil
    switch forecast {
    case .stored(let seconds):
      state = "stored"
      self.seconds = seconds
    case .resumes: state = "resumes"
    case .computed: state = "computed"
    case .fails(let reason):
      state = "fails"
      self.reason = reason
    }
  }
}
