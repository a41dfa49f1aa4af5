import Foundation
import OctavoRunner

/// What a driver learns of its points.
extension ClusterRun {
  /// How often a point may not find what it needs, although that is in the store.
  private static let mostWithdrawals = 3

  /// How often a point is submitted again since the cluster has forgotten it.
  private static let mostLosses = 5

  /// Takes in what the run's folder tells.
  func look() throws {
    guard folder.exists else {
      throw ClusterError(
        "the run's folder `\(folder.url.path)` is gone: the run was cancelled, or the store removed"
      )
    }
    // One that cannot be read is on its way, or was dropped just now.
    for number in folder.batchNumbers() where board.batches[number] == nil {
      if let batch = try? folder.batch(number) { board.add(batch, as: number) }
    }
    for number in board.batchesWithoutTasks {
      if let names = folder.tasks(ofBatch: number) { board.name(names, tasksOfBatch: number) }
    }
    let recorded = folder.recordNames()
    for point in board.open {
      let name = ClusterFolder.recordName(of: point)
      guard recorded.contains(name), let record = folder.record(named: name) else { continue }
      take(record, of: point)
    }
    for point in board.open {
      guard let failed = dependencies[point]?.first(where: board.hasFailed) else { continue }
      settle(point, .failed(PointFailure("`\(failed.step)` failed")))
    }
  }

  private func take(_ record: WorkerRecord, of point: PointReference) {
    switch record.status {
    case .done:
      if record.key.map(store.hasResult) ?? true {
        settle(point, .ended(isNew: record.isNew))
      } else if board.isCurrent(record.batch, of: point) {
        // Somebody has cleaned the store.
        board.lose(point)
      }
    case .failed:
      fail(
        point, inBatch: record.batch, on: record.node,
        PointFailure(record.reason ?? "it failed", record: record.record))
    case .skipped:
      board.withdraw(point, fromBatch: record.batch)
      if board.withdrawals(of: point) > Self.mostWithdrawals {
        settle(
          point, .failed(PointFailure(record.reason ?? "what it needs is not in the store")))
      }
    }
  }

  /// What fails is tried once more, on another node if there is one.
  private func fail(
    _ point: PointReference, inBatch batch: Int, on node: String?, _ failure: PointFailure
  ) {
    guard board.isCurrent(batch, of: point) else { return }
    if board.attempt(of: point) < 2 {
      onNote(
        "\(name(of: point)) failed\(node.map { " on \($0)" } ?? "") and is tried again: \(failure)")
      board.repeatPoint(point, avoiding: node)
    } else {
      settle(point, .failed(failure))
    }
  }

  func name(of point: PointReference) -> String {
    guard let place = plan.step(named: point.step)?.points.points[point.index],
      !place.coordinates.isEmpty
    else { return point.step }
    return "\(point.step) (\(place.phrase))"
  }

  /// Asks the cluster about what has no record yet.
  func poll() throws {
    let tasks = board.liveTasks + probeTasks
    if tasks.isEmpty { return }
    let states: [String: JobState]
    do throws(ClusterError) { states = try cluster.states(of: tasks) } catch {
      // Whatever is wrong, the jobs go on.
      throw ClusterError(error.description, isPassing: true)
    }
    noteReasons(in: states)
    for task in tasks {
      let points = board.points(ofTask: task)
      switch states[task] {
      case nil:
        // Its record may be on its way, or the cluster has been started anew.
        if board.timeSinceEnd(of: task) > options.patience { lose(task, points) }
      case .queued: board.noteLive(task)
      case .running(let node):
        board.noteLive(task)
        for point in points where board.begin(point) { onChange(point, .running(on: node)) }
      case .ended(let reason, let node):
        guard board.timeSinceEnd(of: task) > options.patience else { continue }
        if points.isEmpty { throw folderIsNotSeen(task, reason, node) }
        for point in points {
          guard let batch = board.batch(of: point) else { continue }
          fail(
            point, inBatch: batch, on: node, PointFailure(explanation(of: reason, task, on: node)))
        }
      }
    }
  }

  /// Tells why jobs wait, if they do for long.
  private func noteReasons(in states: [String: JobState]) {
    var counts: [String: Int] = [:]
    for case .queued(let reason?) in states.values where reason != "Dependency" {
      counts[reason, default: 0] += 1
    }
    let reasons = board.newReasons(among: Set(counts.keys), after: .seconds(30))
    for reason in reasons {
      onNote("\(counts[reason, default: 0]) tasks wait on \(cluster.name): \(reason)")
    }
  }

  /// Submits again what the cluster knows nothing of any more.
  private func lose(_ task: String, _ points: [PointReference]) {
    if points.isEmpty {
      board.drop(batch: Batch.probeNumber)
      folder.drop(batch: Batch.probeNumber)
    }
    for point in points {
      if board.losses(of: point) < Self.mostLosses {
        board.lose(point)
      } else {
        let reason = "\(cluster.name) forgot its job \(Self.mostLosses + 1) times"
        settle(point, .failed(PointFailure(reason)))
      }
    }
  }

  /// The names of the first job's task while nothing shows that the nodes see the folder.
  var probeTasks: [String] {
    folder.isSeenByNodes ? [] : board.names(ofBatch: Batch.probeNumber)
  }

  private func folderIsNotSeen(
    _ task: String, _ reason: String?, _ node: String?
  ) -> ClusterError {
    let place = node.map { " on \($0)" } ?? ""
    let log = (try? String(contentsOf: folder.log(of: task), encoding: .utf8)) ?? ""
    if let last = log.split(separator: "\n").last {
      return ClusterError("the first job failed\(place): \(last)")
    }
    return ClusterError(
      "the first job ended\(place)\(reason.map { " (\($0))" } ?? "") and left "
        + "nothing in `\(folder.url.path)`: the nodes must see the store and the program "
        + "`\(program)` under the same paths as this machine. --store takes a folder that all of them see"
    )
  }

  private func explanation(of reason: String?, _ task: String, on node: String?) -> String {
    let place = node.map { " on \($0)" } ?? ""
    let how = reason.map { ": \($0)" } ?? " without a word"
    return "its job \(task) ended\(place)\(how); its log tells more"
  }
}
