import Foundation
import OctavoBase
import OctavoHTTP

/// Ray, by the REST interface of its jobs. Each task is a job of Ray's.
///
/// Source: "Ray Jobs REST API", docs.ray.io.
public struct RayCluster: Cluster {
  public let name = "ray"
  /// The driver submits what can begin.
  public let knowsDependencies = false
  /// Ray starts a process for each job, also while that waits for processors.
  public let mostTasks = 64
  private let client: HTTPClient

  /// The address that Ray's own programs take from the environment.
  public static let addressVariable = "RAY_ADDRESS"
  static let usualAddress = "http://127.0.0.1:8265"

  /// - Parameter address: that of Ray's dashboard; `nil` for the environment's.
  /// - Throws: `ClusterError` where the address is wrong or nothing answers there.
  public init(
    _ address: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ClusterError) {
    let address = address ?? environment[Self.addressVariable] ?? Self.usualAddress
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host != nil
    else {
      throw ClusterError(
        "`\(address)` is not the address of Ray's dashboard, which begins with http:// and usually ends "
          + "with :8265; --on ray=URL or \(Self.addressVariable) gives it")
    }
    client = HTTPClient(url)
    _ = try version()
  }

  /// Ray's version; for `octavo doctor`.
  public func version() throws(ClusterError) -> String {
    let answer = try request("GET", "api/version")
    guard let version = answer["ray_version"]?.string else {
      throw ClusterError("\(client.base.absoluteString) answers, and is not Ray's dashboard")
    }
    return version
  }

  private func request(
    _ method: String, _ path: String, _ body: JSON? = nil
  ) throws(ClusterError) -> JSON {
    do throws(HTTPFailure) { return try client.json(method, path, body) } catch {
      throw ClusterError("\(error)", isPassing: error.isTransient)
    }
  }

  // MARK: Submitting

  public func submit(_ job: Job) throws(ClusterError) -> [String] {
    var names: [String] = []
    for task in 0..<job.taskCount {
      let name = "octavo-\(job.identifier)-\(task)"
      do throws(ClusterError) { try submit(job, task, as: name) } catch {
        // All of a job or nothing.
        try? cancel(names)
        throw error
      }
      names.append(name)
    }
    return names
  }

  private func submit(_ job: Job, _ task: Int, as name: String) throws(ClusterError) {
    let body = request(for: job, task, as: name)
    do throws(HTTPFailure) { _ = try client.json("POST", "api/jobs/", body) } catch {
      // Ray may have taken the job although its answer was lost.
      if let known = try? client.json("GET", "api/jobs/\(name)"), known["status"] != nil { return }
      throw ClusterError("\(error)", isPassing: error.isTransient)
    }
  }

  func request(
    for job: Job, _ task: Int, as name: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> JSON {
    let words = (job.command + [String(task)]).map(\.shellQuoted).joined(separator: " ")
    let place = job.folder.path.shellQuoted
    let log = job.log(name).path.shellQuoted
    var members: [(String, JSON)] = [
      ("submission_id", .string(name)),
      ("entrypoint", .string("cd \(place) && exec \(words) >>\(log) 2>&1")),
      ("entrypoint_num_cpus", .integer(job.threads)),
      ("metadata", .object([("job_name", .string(job.name))])),
    ]
    if let memory = job.memory { members.append(("entrypoint_memory", .integer(memory))) }
    let variables = Self.handedOn.compactMap { name in
      environment[name].map { (name, JSON.string($0)) }
    }
    if !variables.isEmpty {
      members.append(("runtime_env", .object([("env_vars", .object(variables))])))
    }
    return .object(members)
  }

  /// What the program's own environment decides, which jobs of Ray's do not have.
  private static let handedOn = ["LD_LIBRARY_PATH", "OCTAVO_ISA"]

  // MARK: Watching

  public func states(of tasks: [String]) throws(ClusterError) -> [String: JobState] {
    let wanted = Set(tasks)
    var states: [String: JobState] = [:]
    guard let jobs = try request("GET", "api/jobs/").elements else {
      throw ClusterError("Ray's answer is no list of jobs", isPassing: true)
    }
    for job in jobs {
      guard let name = job["submission_id"]?.string, wanted.contains(name) else { continue }
      states[name] = Self.state(of: job)
    }
    return states
  }

  package static func state(of job: JSON) -> JobState {
    let node = job["driver_node_id"]?.string.map { String($0.prefix(8)) }
    switch job["status"]?.string {
    case "PENDING": return .queued(reason: nil)
    case "RUNNING": return .running(on: node ?? "a node")
    case "SUCCEEDED": return .ended(reason: nil, on: node)
    case let status:
      let message = job["message"]?.string.flatMap { $0.isEmpty ? nil : $0 }
      return .ended(reason: message ?? status?.lowercased() ?? "its state is not told", on: node)
    }
  }

  public func cancel(_ tasks: [String]) throws(ClusterError) {
    for task in tasks {
      do throws(HTTPFailure) { _ = try client.json("POST", "api/jobs/\(task)/stop") } catch {
        // One that ended meanwhile need not be stopped.
        if error.isTransient { throw ClusterError("\(error)", isPassing: true) }
      }
    }
  }
}
