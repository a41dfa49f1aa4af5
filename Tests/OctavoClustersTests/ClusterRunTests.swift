import Foundation
import OctavoClusters
import OctavoRunner
import Synchronization
import Testing

/// A driver and its jobs.
@Suite struct ClusterRunTests {
  private let drive: Drive

  init() throws { drive = try Drive() }

  private func failures(in outcome: [PointReference: PointState]) -> [String] {
    outcome.values.compactMap { if case .failed(let why) = $0 { why.description } else { nil } }
      .sorted()
  }

  @Test(arguments: [true, false]) func everyPointIsComputedOnce(knowsDependencies: Bool) throws {
    let cluster = FakeCluster(knowsDependencies: knowsDependencies) { job, task, _ in
      try? Drive.record(.done, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(outcome.count == 6)
    #expect(outcome.values.allSatisfy { $0 == .ended(isNew: true) })
    #expect(cluster.jobs.map(\.name) == ["n:probe", "n:learn", "n:measured"])
    #expect(cluster.jobs.map(\.taskCount) == [1, 3, 3])
  }

  @Test func aLaterStepWaitsForTheJobsOfTheEarlier() throws {
    let cluster = FakeCluster { _, _, _ in .queued(reason: nil) }
    let run = drive.run(on: cluster)
    try run.submit(drive.points)
    let jobs = cluster.jobs
    #expect(jobs[1].afterSuccess == ["\(jobs[0].identifier)_0"])
    #expect(jobs[1].after.isEmpty)
    #expect(jobs[2].after == (0..<3).map { "\(jobs[1].identifier)_\($0)" })
  }

  @Test func pointsShareAJob() throws {
    let cluster = FakeCluster { job, task, _ in
      try? Drive.record(.done, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster, pointsPerJob: 2))
    #expect(outcome.values.allSatisfy { $0 == .ended(isNew: true) })
    #expect(cluster.jobs.map(\.taskCount) == [1, 2, 2])
  }

  @Test func whatFailsIsTriedAgainElsewhere() throws {
    let cluster = FakeCluster { job, task, _ in
      let fails = job.name == "n:learn" && job.excludedNodes.isEmpty && task == 1
      try? Drive.record(fails ? .failed : .done, fails ? "the disk is full" : nil, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(outcome.values.allSatisfy { $0 == .ended(isNew: true) })
    let again = try #require(cluster.jobs.first { !$0.excludedNodes.isEmpty })
    #expect(again.name == "n:learn" && again.taskCount == 1)
    #expect(again.excludedNodes == ["node1"])
    #expect(drive.notes.withLock { $0.contains { $0.contains("the disk is full") } })
  }

  @Test func whatFailsTwiceFailsAlone() throws {
    let cluster = FakeCluster { job, task, _ in
      let folder = ClusterFolder(URL(filePath: job.command[2]))
      let batch = try? folder.batch(Int(job.command[3]) ?? 0)
      let fails = batch?.step == "learn" && batch?.tasks[task] == [1]
      try? Drive.record(fails ? .failed : .done, fails ? "it diverged" : nil, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    let learned = PointReference(step: "learn", index: 1)
    #expect(outcome[learned] == .failed(PointFailure("it diverged")))
    #expect(cluster.jobs.count { $0.name == "n:learn" } == 2)
    #expect(outcome[PointReference(step: "learn", index: 0)] == .ended(isNew: true))
  }

  @Test func aJobThatEndsWithoutAWordCountsAsFailed() throws {
    let cluster = FakeCluster { job, task, _ in
      if job.name == "n:probe" { try? Drive.record(.done, of: job, task) }
      return .ended(reason: job.name == "n:probe" ? nil : "OUT_OF_MEMORY", on: "node2")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(failures(in: outcome).count == 6)
    #expect(failures(in: outcome).contains { $0.contains("on node2: OUT_OF_MEMORY") })
  }

  @Test func nodesThatDoNotSeeTheStoreAreNamed() throws {
    let cluster = FakeCluster { _, _, _ in .ended(reason: "FAILED", on: "node4") }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(outcome.count == 6)
    #expect(
      failures(in: outcome).allSatisfy {
        $0.contains("the first job ended on node4") && $0.contains("--store")
      })
  }

  @Test func aClusterThatComesBackGoesOn() throws {
    let cluster = FakeCluster { job, task, _ in
      try? Drive.record(.done, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    cluster.silences.withLock {
      $0 = Array(repeating: ClusterError("no answer", isPassing: true), count: 3)
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(outcome.values.allSatisfy { $0 == .ended(isNew: true) })
    #expect(drive.notes.withLock { $0.count { $0.contains("is asked again") } } == 1)
  }

  /// There may be a limit on the jobs of a user: the second job has room once the first has ended.
  @Test func aClusterThatIsFullIsAskedLater() throws {
    let folder = drive.folder
    let cluster = FakeCluster { job, task, name in
      if job.name == "n:probe" { try? Drive.record(.done, of: job, task) }
      return .queued(reason: nil)
    }
    cluster.refuses.withLock { $0 = ["n:measured"] }
    let states = SharedStates()
    let run = drive.run(on: cluster, pointsPerJob: 3)
    run.begin(drive.points) { point, state in states.withLock { $0[point] = state } }
    while !drive.notes.withLock({ $0.contains { $0.contains("is full") } }) { usleep(5_000) }
    cluster.refuses.withLock { $0 = [] }
    while cluster.jobs.count < 3 { usleep(5_000) }
    for job in cluster.jobs.dropFirst() { try Drive.record(.done, of: job, 0) }
    while states.withLock({ $0.count }) < 6 { usleep(5_000) }
    run.stop()
    #expect(states.withLock { $0.values.allSatisfy { $0 == .ended(isNew: true) } })
    #expect(folder.progress == (6, 6))
  }

  @Test func whatIsRefusedFailsAlone() throws {
    let cluster = FakeCluster { job, task, _ in
      try? Drive.record(.done, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    cluster.refuses.withLock { $0 = ["n:measured"] }
    cluster.refusal.withLock { $0 = "no node has so much memory" }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(
      failures(in: outcome) == Array(repeating: "no node has so much memory", count: 3))
    #expect(outcome[PointReference(step: "learn", index: 0)] == .ended(isNew: true))
  }

  @Test func aClusterThatTakesNothingIsToldAtOnce() throws {
    let cluster = FakeCluster { _, _, _ in .queued(reason: nil) }
    cluster.silences.withLock { $0 = [ClusterError("invalid partition")] }
    let run = drive.run(on: cluster)
    #expect(throws: ClusterError.self) { try run.submit(drive.points) }
    #expect(!FileManager.default.fileExists(atPath: drive.folder.url.path))
  }

  /// As after `octavo clean`, or with a store that someone has removed in part.
  @Test func resultsThatAreGoneAreComputedAgain() throws {
    let cluster = FakeCluster { job, task, _ in
      let isFirst = job.command[3] == "1"
      try? Drive.record(.done, key: isFirst ? "gone" : nil, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(outcome.values.allSatisfy { $0 == .ended(isNew: true) })
    #expect(cluster.jobs.count { $0.name == "n:learn" } == 2)
  }

  @Test func aRunThatSomeoneCancelsEnds() throws {
    let folder = drive.folder
    let cluster = FakeCluster { job, task, _ in
      if job.name == "n:probe" { try? Drive.record(.done, of: job, task) }
      if job.name == "n:measured" { try? FileManager.default.removeItem(at: folder.url) }
      return .running(on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(failures(in: outcome).count == 6)
    #expect(failures(in: outcome).allSatisfy { $0.contains("the run was cancelled") })
  }

  @Test func aRefusalIsNotRepeated() throws {
    let cluster = FakeCluster { _, _, _ in .queued(reason: nil) }
    cluster.silences.withLock { $0 = [ClusterError("invalid partition")] }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(failures(in: outcome) == Array(repeating: "invalid partition", count: 6))
  }

  @Test func whatTheClusterForgotIsSubmittedAgain() throws {
    let isForgetful = Mutex(true)
    let cluster = FakeCluster { job, task, _ in
      if job.name == "n:learn", isForgetful.withLock({ $0 }) {
        if task == 2 { isForgetful.withLock { $0 = false } }
        return nil
      }
      try? Drive.record(.done, of: job, task)
      return .ended(reason: nil, on: "node1")
    }
    let outcome = drive.outcome(of: drive.run(on: cluster))
    #expect(outcome.values.allSatisfy { $0 == .ended(isNew: true) })
    #expect(cluster.jobs.count { $0.name == "n:learn" } == 2)
  }

  /// A driver that was killed has left everything in the folder.
  @Test func anotherDriverFindsTheJobs() throws {
    let first = FakeCluster { job, task, _ in
      if job.name != "n:measured" { try? Drive.record(.done, of: job, task) }
      return .queued(reason: nil)
    }
    let stopped = drive.run(on: first)
    try stopped.submit(drive.points)
    let second = FakeCluster { _, _, _ in .queued(reason: nil) }
    let run = drive.run(on: second)
    let folder = drive.folder
    let states = SharedStates()
    run.begin(drive.points) { point, state in states.withLock { $0[point] = state } }
    let measured = try #require(first.jobs.last)
    for task in 0..<3 { try Drive.record(.done, of: measured, task) }
    let deadline = ContinuousClock.now.advanced(by: .seconds(30))
    while states.withLock({ $0.count }) < 6, ContinuousClock.now < deadline { usleep(5_000) }
    run.stop()
    #expect(states.withLock { $0.values.allSatisfy { $0 == .ended(isNew: true) } })
    #expect(second.jobs.isEmpty)
    run.clear()
    #expect(!FileManager.default.fileExists(atPath: folder.url.path))
  }

  @Test func whatIsCancelledIsStoppedOnTheCluster() throws {
    let cluster = FakeCluster { job, task, _ in
      if job.name == "n:probe" { try? Drive.record(.done, of: job, task) }
      return .running(on: "node1")
    }
    let run = drive.run(on: cluster)
    try run.submit(drive.points)
    run.cancel()
    #expect(Set(cluster.cancelled).count == 7)
    #expect(!FileManager.default.fileExists(atPath: drive.folder.url.path))
  }

  @Test func driversOfOneRunKnowOfEachOther() throws {
    let first = try Presence { drive.folder }
    #expect(first.ifSole {})
    do {
      let second = try Presence { drive.folder }
      #expect(!first.ifSole {} && !second.ifSole {})
    }
    #expect(first.ifSole {})
  }
}
