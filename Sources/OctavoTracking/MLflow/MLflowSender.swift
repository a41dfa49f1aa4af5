import Foundation
import OctavoBase
import OctavoHTTP
import Synchronization

/// Something that is to be done on the server.
enum MLflowRequest: Sendable {
  /// Times are in milliseconds since 1970.
  case create(MLflowRunKey, name: String, tags: [(name: String, value: String)], time: Int)
  case log(MLflowRunKey, MLflowBatch, time: Int)
  case upload(MLflowRunKey, URL, as: String)
  case end(MLflowRunKey, MLflowServer.Status, time: Int)
}

/// What a run on the server stands for.
enum MLflowRunKey: Hashable, Sendable {
  case notebook
  /// A step at a point, by the name of its folder.
  case point(step: String, String)
}

/// Sends requests in the background, one after another, so that the run does not wait for the server.
final class MLflowSender: Sendable {
  private struct State {
    var experiment: String?
    var runs: [MLflowRunKey: MLflowServer.CreatedRun] = [:]
    var waiting = 0
    var failure: (any Error)?
    /// Files that have not been sent, and why.
    var omissions: [String] = []
  }

  /// Larger files stay in the output folder.
  static let largestFile = 100 << 20

  private let server: MLflowServer
  /// By its name.
  private let experiment: String
  private let pauses: [Duration]
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "octavo.mlflow")
  private let done = DispatchGroup()

  /// - Parameter pauses: before a request is sent again that the server could not take.
  init(_ access: MLflowAccess, experiment: String, pauses: [Duration]) {
    server = MLflowServer(access)
    self.experiment = experiment
    self.pauses = pauses
  }

  /// - Throws: what went wrong with an earlier request; nothing is sent any more then.
  func send(_ request: MLflowRequest) throws {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      state.waiting += 1
    }
    queue.async(group: done) { [self] in
      defer { state.withLock { $0.waiting -= 1 } }
      guard state.withLock({ $0.failure == nil }) else { return }
      do { try perform(request) } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
  }

  /// Waits until everything is sent.
  ///
  /// - Returns: What could not be sent, in sentences.
  func flush(within limit: Duration) throws -> [String] {
    let isDone = done.wait(timeout: .now() + limit / .seconds(1)) == .success
    return try state.withLock { state in
      if !isDone, state.failure == nil { state.failure = MLflowDelay(limit, state.waiting) }
      if let failure = state.failure { throw failure }
      return state.omissions
    }
  }

  // MARK: In the background

  private func perform(_ request: MLflowRequest) throws {
    switch request {
    case .create(let key, let name, let tags, let time):
      let known = state.withLock { $0 }
      // A server that does not answer at first is probably not there.
      let experiment = try known.experiment ?? server.experiment(named: self.experiment)
      var tags = tags
      if let parent = known.runs[.notebook] {
        tags.append(("mlflow.parentRunId", parent.identifier))
      }
      let run = try attempting { [tags] () throws(HTTPFailure) in
        try server.createRun(named: name, in: experiment, tags: tags, at: time)
      }
      state.withLock { state in
        state.experiment = experiment
        state.runs[key] = run
      }
    case .log(let key, let batch, let time):
      guard let run = run(key) else { return }
      for body in batch.requests(run: run.identifier, time: time) {
        try attempting { () throws(HTTPFailure) in try server.log(body) }
      }
    case .upload(let key, let file, let path):
      if let run = run(key) { try upload(file, as: path, to: run) }
    case .end(let key, let status, let time):
      guard let run = run(key) else { return }
      try attempting { () throws(HTTPFailure) in try server.end(run, status, at: time) }
    }
  }

  private func run(_ key: MLflowRunKey) -> MLflowServer.CreatedRun? {
    state.withLock { $0.runs[key] }
  }

  private func upload(_ file: URL, as path: String, to run: MLflowServer.CreatedRun) throws {
    guard MLflowServer.takesArtifacts(of: run) else {
      let place = URL(string: run.artifacts)?.scheme ?? "its own disk"
      return omit(
        "files are not sent, for the server keeps them on \(place), which only MLflow's own client "
          + "writes; start it with `--serve-artifacts`")
    }
    let data: Data
    do throws(FileProblem) {
      data = Data(try RegularFile.contents(of: file.path, limit: Self.largestFile))
    } catch {
      return omit("\(file.relativePath) is not sent: \(error.reason)")
    }
    try attempting { () throws(HTTPFailure) in try server.upload(data, as: path, to: run) }
  }

  private func omit(_ reason: String) {
    state.withLock { state in
      if !state.omissions.contains(reason) { state.omissions.append(reason) }
    }
  }

  /// Tries again as long as that may help.
  private func attempting<T>(_ body: () throws(HTTPFailure) -> T) throws(HTTPFailure) -> T {
    for pause in pauses {
      do throws(HTTPFailure) { return try body() } catch {
        guard error.isTransient else { throw error }
        Thread.sleep(forTimeInterval: pause / .seconds(1))
      }
    }
    return try body()
  }
}

/// The server has not taken everything in the time that a run waits for it.
struct MLflowDelay: LocalizedError {
  let limit: Duration
  let waiting: Int

  init(_ limit: Duration, _ waiting: Int) { (self.limit, self.waiting) = (limit, waiting) }

  var errorDescription: String? {
    "the server is slow: of this run \(waiting) requests were not sent within "
      + DurationText.text(seconds: limit / Duration.seconds(1)) + " after its end"
  }
}
