import Foundation
import OctavoHTTP

/// Which MLflow server a run is logged to, and how: the address, and what MLflow's own client reads from
/// the environment.
public struct MLflowAccess: Sendable {
  let server: URL
  let headers: [String: String]
  /// `nil` for the notebook's name.
  let experiment: String?

  /// - Parameter address: `http://…` or `https://…`; it may hold a user's name and password.
  /// - Returns: `nil` where the address is another.
  public init?(
    address: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    guard let server = URL(string: address), ["http", "https"].contains(server.scheme),
      server.host()?.isEmpty == false
    else { return nil }
    self.server = server
    func value(_ name: String) -> String? {
      let value = environment["MLFLOW_\(name)"]?.trimmingCharacters(in: .whitespacesAndNewlines)
      return value?.isEmpty == false ? value : nil
    }
    if let user = value("TRACKING_USERNAME"), let password = value("TRACKING_PASSWORD") {
      headers = [
        "Authorization": HTTPClient.basicAuthorization(user: user, password: password)
      ]
    } else {
      headers = value("TRACKING_TOKEN").map { ["Authorization": "Bearer \($0)"] } ?? [:]
    }
    experiment = value("EXPERIMENT_NAME")
  }

  /// The address without a user's name and password.
  var address: String { server.withoutCredentials.absoluteString }
}
