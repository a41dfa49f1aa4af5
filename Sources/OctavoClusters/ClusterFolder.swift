import Foundation
import OctavoBase
import OctavoRunner

/// What the driver of a run and its workers on the nodes tell each other, in the store that all of
/// them see:
///
///     clusters/RUN/request.json      a `ClusterRequest`
///     clusters/RUN/notebook          the bytes of the notebook or report as they were
///     clusters/RUN/batches/N.json    a `Batch`
///     clusters/RUN/tasks/N.json      the cluster's names for its tasks, once it has them
///     clusters/RUN/points/STEP.N     a `WorkerRecord`, once a point has ended
///     clusters/RUN/logs/TASK.log     what a task has written
///     clusters/RUN/node              written by the first job, to show that nodes see the folder
///     clusters/RUN/lock              held while jobs are submitted
///     clusters/RUN/drivers           shared by those who wait for the run
///
/// Every file is written elsewhere and put in its place as a whole.
public struct ClusterFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url }

  /// The runs that a store has.
  public static func all(in store: Store) -> [ClusterFolder] {
    let folder = store.clusters
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.map { ClusterFolder(folder.appending(path: $0)) }
      .sorted { ($0.date, $0.name) < ($1.date, $1.name) }
  }

  /// When the run was submitted.
  public var date: Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: requestFile.path)
    return attributes?[.modificationDate] as? Date ?? .distantPast
  }

  /// The store that it is in.
  public var store: Store { Store(url.deletingLastPathComponent().deletingLastPathComponent()) }

  /// The folder of a run; made where it is not there.
  public init(of request: ClusterRequest, content: Data, in store: Store) throws {
    url = store.clusters.appending(path: try request.identifier(with: content))
    try store.make()
    for part in [batches, tasks, points, logs] { try FileWriter.makeFolder(at: part) }
    if FileStatus(ofEntry: notebook) == nil {
      try FileWriter.replaceFile(at: notebook, with: content)
    }
    if FileStatus(ofEntry: requestFile) == nil {
      try FileWriter.replaceFile(at: requestFile, with: JSONEncoder.stable().encode(request))
    }
  }

  public var request: ClusterRequest {
    get throws {
      try JSONDecoder.stable().decode(ClusterRequest.self, from: Data(contentsOf: requestFile))
    }
  }

  public var name: String { url.lastPathComponent }
  public var notebook: URL { url.appending(path: "notebook") }
  private var requestFile: URL { url.appending(path: "request.json") }
  private var batches: URL { url.appending(path: "batches") }
  private var tasks: URL { url.appending(path: "tasks") }
  private var points: URL { url.appending(path: "points") }
  var logs: URL { url.appending(path: "logs") }
  var node: URL { url.appending(path: "node") }
  var lock: URL { url.appending(path: "lock") }
  var drivers: URL { url.appending(path: "drivers") }

  func log(of task: String) -> URL { logs.appending(path: "\(task).log") }

  // MARK: Batches

  /// By their numbers.
  func batchNumbers() -> [Int] {
    Self.names(in: batches).compactMap { Int($0.prefix { $0 != "." }) }.sorted()
  }

  public func batch(_ number: Int) throws -> Batch {
    let file = batches.appending(path: "\(number).json")
    return try JSONDecoder.stable().decode(Batch.self, from: Data(contentsOf: file))
  }

  func add(_ batch: Batch, as number: Int) throws {
    try FileWriter.replaceFile(
      at: batches.appending(path: "\(number).json"), with: JSONEncoder.stable().encode(batch))
  }

  /// Removes a batch that was not submitted.
  func drop(batch number: Int) {
    for folder in [batches, tasks] { unlink(folder.appending(path: "\(number).json").path) }
  }

  /// The cluster's names for a batch's tasks; `nil` where whoever submitted it was stopped before they
  /// were known.
  func tasks(ofBatch number: Int) -> [String]? {
    let file = tasks.appending(path: "\(number).json")
    return (try? Data(contentsOf: file)).flatMap {
      try? JSONDecoder.stable().decode([String].self, from: $0)
    }
  }

  func note(_ names: [String], asTasksOfBatch number: Int) throws {
    try FileWriter.replaceFile(
      at: tasks.appending(path: "\(number).json"), with: JSONEncoder.stable().encode(names))
  }

  // MARK: Points

  /// The names of the records that are there.
  func recordNames() -> Set<String> { Set(Self.names(in: points)) }

  static func recordName(of point: PointReference) -> String { "\(point.step).\(point.index)" }

  func record(named name: String) -> WorkerRecord? {
    (try? Data(contentsOf: points.appending(path: name))).flatMap {
      try? JSONDecoder.stable().decode(WorkerRecord.self, from: $0)
    }
  }

  public func note(_ record: WorkerRecord, of point: PointReference) throws {
    try FileWriter.replaceFile(
      at: points.appending(path: Self.recordName(of: point)),
      with: JSONEncoder.stable().encode(record))
  }

  // MARK: The first job

  /// Called on a node, which thereby shows that it sees the folder.
  public func noteNode(_ name: String) throws {
    try FileWriter.replaceFile(at: node, with: Data(name.utf8))
  }

  var isSeenByNodes: Bool {
    _ = Self.names(in: url)
    return FileStatus(ofEntry: node) != nil
  }

  /// How many points have ended, of those that were submitted.
  public var progress: (ended: Int, count: Int) {
    let points = batchNumbers().compactMap { try? batch($0) }
      .flatMap { batch in batch.tasks.joined().map { PointReference(step: batch.step, index: $0) } }
    let recorded = recordNames()
    let names = Set(points.map(Self.recordName))
    return (names.count(where: recorded.contains), names.count)
  }

  /// Stops all its jobs and forgets the run.
  public func cancel(on cluster: any Cluster) throws(ClusterError) {
    let tasks = batchNumbers().flatMap { self.tasks(ofBatch: $0) ?? [] }
    if !tasks.isEmpty { try cluster.cancel(tasks) }
    remove()
  }

  /// Whether the run is still there.
  var exists: Bool { FileStatus(ofEntry: requestFile) != nil }

  func remove() { try? FileManager.default.removeItem(at: url) }

  /// Listing a folder also makes a network's file system look again.
  private static func names(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }
  }
}
