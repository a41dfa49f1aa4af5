import Foundation
import OctavoBase
import OctavoHTTP

/// MLflow's REST API, version 2.0, as far as a tracker needs it.
struct MLflowServer: Sendable {
  /// A run on the server.
  struct CreatedRun: Sendable {
    var identifier: String
    /// The folder of its artifacts, as the server names it.
    var artifacts: String
  }

  enum Status: String, Sendable {
    case finished = "FINISHED"
    case failed = "FAILED"
    case killed = "KILLED"
  }

  private let client: HTTPClient

  init(_ access: MLflowAccess) {
    client = HTTPClient(access.server, headers: access.headers, timeout: .seconds(30))
  }

  /// The identifier of an experiment, which is made where there is none of this name.
  func experiment(named name: String) throws(HTTPFailure) -> String {
    if let known = try find(experiment: name) { return known }
    do throws(HTTPFailure) {
      let created = try client.json(
        "POST", Self.path("experiments/create"), ["name": .string(name)])
      return created["experiment_id"]?.string ?? "0"
    } catch {
      // Another program may have made it in the meantime.
      guard error.answer?["error_code"]?.string == "RESOURCE_ALREADY_EXISTS",
        let known = try find(experiment: name)
      else { throw error }
      return known
    }
  }

  private func find(experiment name: String) throws(HTTPFailure) -> String? {
    do throws(HTTPFailure) {
      let found = try client.json(
        "GET", Self.path("experiments/get-by-name"), query: [("experiment_name", name)])
      return found["experiment"]?["experiment_id"]?.string
    } catch {
      guard error.answer?["error_code"]?.string == "RESOURCE_DOES_NOT_EXIST" else { throw error }
      return nil
    }
  }

  /// - Parameter time: in milliseconds since 1970.
  func createRun(
    named name: String, in experiment: String, tags: [(name: String, value: String)], at time: Int
  ) throws(HTTPFailure) -> CreatedRun {
    let answer = try client.json(
      "POST", Self.path("runs/create"),
      [
        "experiment_id": .string(experiment), "run_name": .string(name),
        "start_time": .integer(time),
        "tags": .array(tags.map { MLflowBatch.entry($0.name, $0.value) }),
      ])
    let info = answer["run"]?["info"]
    return CreatedRun(
      identifier: info?["run_id"]?.string ?? "", artifacts: info?["artifact_uri"]?.string ?? "")
  }

  func log(_ body: JSON) throws(HTTPFailure) {
    _ = try client.json("POST", Self.path("runs/log-batch"), body)
  }

  func end(_ run: CreatedRun, _ status: Status, at time: Int) throws(HTTPFailure) {
    _ = try client.json(
      "POST", Self.path("runs/update"),
      [
        "run_id": .string(run.identifier), "status": .string(status.rawValue),
        "end_time": .integer(time),
      ])
  }

  // MARK: Artifacts

  /// Whether the server itself takes in a run's artifacts. Others are in a storage of which only
  /// MLflow's own client knows how to write it.
  static func takesArtifacts(of run: CreatedRun) -> Bool {
    URL(string: run.artifacts)?.scheme == "mlflow-artifacts"
  }

  func upload(_ data: Data, as path: String, to run: CreatedRun) throws(HTTPFailure) {
    let folder = URL(string: run.artifacts)?.path(percentEncoded: false) ?? ""
    _ = try client.send(
      "PUT", "api/2.0/mlflow-artifacts/artifacts\(folder)/\(path)", body: data,
      type: "application/octet-stream", timeout: .seconds(300))
  }

  private static func path(_ call: String) -> String { "api/2.0/mlflow/\(call)" }
}
