import Foundation
import OctavoBase
import OctavoClusters
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Synchronization

/// A cluster within the test. What becomes of a task is up to `work`.
final class FakeCluster: Cluster {
  let name = "fake"
  let knowsDependencies: Bool
  private let work: @Sendable (_ job: Job, _ task: Int, _ name: String) -> JobState?
  private let state = Mutex((jobs: [Job](), states: [String: JobState](), cancelled: [String]()))
  /// Thrown instead of answering, one for each question.
  let silences = Mutex<[ClusterError]>([])
  /// The names of jobs that it does not take.
  let refuses = Mutex<Set<String>>([])
  let refusal = Mutex("the queue is full: submit limit")

  init(
    knowsDependencies: Bool = true,
    work: @escaping @Sendable (Job, Int, String) -> JobState?
  ) {
    self.knowsDependencies = knowsDependencies
    self.work = work
  }

  var jobs: [Job] { state.withLock { $0.jobs } }
  var cancelled: [String] { state.withLock { $0.cancelled } }

  func submit(_ job: Job) throws(ClusterError) -> [String] {
    if let silence = silences.withLock({ $0.popLast() }) { throw silence }
    if refuses.withLock({ $0.contains(job.name) }) { throw ClusterError(refusal.withLock { $0 }) }
    state.withLock { $0.jobs.append(job) }
    var names: [String] = []
    for task in 0..<job.taskCount {
      let name = "\(job.identifier)_\(task)"
      let end = work(job, task, name)
      state.withLock { $0.states[name] = end }
      names.append(name)
    }
    return names
  }

  func states(of tasks: [String]) throws(ClusterError) -> [String: JobState] {
    if let silence = silences.withLock({ $0.popLast() }) { throw silence }
    return state.withLock { $0.states }
  }

  func cancel(_ tasks: [String]) throws(ClusterError) {
    state.withLock { $0.cancelled += tasks }
  }
}

/// A run with a cluster within the test.
final class Drive {
  let folder: ClusterFolder
  let plan: Plan
  let store: Store
  private let place: URL

  static let notebook = """
    ```step text
    run: symbols.compose
    count: 400
    ```

    ```step learn
    run: gpt.train
    for: {seed: 1..3}
    data: text
    model: {layers: 1, heads: 1, width: 4, context: 4}
    training: {iterations: 4, batch: 1}
    ```

    ```step measured
    run: gpt.evaluate
    model: learn
    data: text
    ```
    """

  init() throws {
    place = URL.temporaryDirectory.appending(path: "octavo-cluster-\(UUID().uuidString)")
    store = Store(place)
    plan = Plan(
      Notebook.read(Source(path: "n.md", text: Self.notebook)), catalogue: .octavo, folder: place)
    let request = ClusterRequest(
      cluster: "fake", name: "n", notebook: "n.md", isReport: false, folder: place.path,
      arguments: ["n.md"],
      clusterArguments: [], program: "none")
    folder = try ClusterFolder(of: request, content: Data(Self.notebook.utf8), in: store)
  }

  deinit { try? FileManager.default.removeItem(at: place) }

  var points: [PointReference] {
    ["learn", "measured"].flatMap { step in
      (0..<3).map { PointReference(step: step, index: $0) }
    }
  }

  func run(on cluster: FakeCluster, pointsPerJob: Int = 1) -> ClusterRun {
    var options = ClusterRun.Options()
    options.patience = .milliseconds(100)
    options.pointsPerJob = pointsPerJob
    return ClusterRun(
      plan, in: folder, on: cluster, store: store, program: "/opt/octavo", options: options,
      onNote: { [notes] note in notes.withLock { $0.append(note) } })
  }

  let notes = SharedNotes()

  /// The last state of each point, once all have one.
  func outcome(of run: ClusterRun) -> [PointReference: PointState] {
    let states = SharedStates()
    run.begin(points) { point, state in states.withLock { $0[point] = state } }
    let deadline = ContinuousClock.now.advanced(by: .seconds(30))
    while ContinuousClock.now < deadline {
      let ended = states.withLock { states in
        states.values.count { if case .running = $0 { false } else { true } }
      }
      if ended == points.count { break }
      usleep(5_000)
    }
    run.stop()
    return states.withLock { $0 }
  }

  /// Leaves the record that a worker would leave.
  static func record(
    _ status: WorkerRecord.Status, _ reason: String? = nil, key: String? = nil, of job: Job,
    _ task: Int, on node: String = "node1"
  ) throws {
    let folder = ClusterFolder(URL(filePath: job.command[2]))
    let number = Int(job.command[3]) ?? 0
    let batch = try folder.batch(number)
    if batch.isProbe { return try folder.noteNode(node) }
    for index in batch.tasks[task] {
      var record = WorkerRecord(
        batch: number, status: status, reason: reason, node: node, isNew: true)
      record.key = key
      try folder.note(
        record, of: PointReference(step: batch.step, index: index))
    }
  }
}

final class SharedNotes: Sendable {
  private let notes = Mutex<[String]>([])
  func withLock<Result>(_ body: (inout [String]) -> Result) -> Result {
    notes.withLock { body(&$0) }
  }
}

final class SharedStates: Sendable {
  private let states = Mutex<[PointReference: PointState]>([:])
  func withLock<Result>(_ body: (inout [PointReference: PointState]) -> Result) -> Result {
    states.withLock { body(&$0) }
  }
}
