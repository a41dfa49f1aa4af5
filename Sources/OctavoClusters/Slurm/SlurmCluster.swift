import Foundation
import OctavoBase

/// Slurm, by its own commands: `sbatch`, `squeue`, `sacct` and `scancel`. A job with several tasks is a
/// job array.
public struct SlurmCluster: Cluster {
  public let name = "slurm"
  public let knowsDependencies = true
  public let mostTasksOfJob: Int
  private let options: SlurmOptions
  /// Whether Slurm counts memory. Where it does not, nodes need not say how much they have, and a
  /// request for some would be refused.
  private let countsMemory: Bool
  private let isCancelled: @Sendable () -> Bool

  /// - Parameter isCancelled: whether to wait for no answer any longer.
  /// - Throws: `ClusterError` where there is no Slurm that answers.
  public init(
    _ options: SlurmOptions, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(ClusterError) {
    let configuration = try Self.answer("scontrol", ["show", "config"], isCancelled)
    self.options = options
    self.isCancelled = isCancelled
    mostTasksOfJob = Self.setting("MaxArraySize", in: configuration).flatMap { Int($0) } ?? 1001
    countsMemory =
      Self.setting("SelectTypeParameters", in: configuration)?.localizedUppercase
      .contains("MEMORY") ?? false
  }

  package init(_ options: SlurmOptions, mostTasksOfJob: Int, countsMemory: Bool) {
    self.options = options
    self.mostTasksOfJob = mostTasksOfJob
    self.countsMemory = countsMemory
    isCancelled = { false }
  }

  /// Slurm's version; for `octavo doctor`.
  public static func version() throws(ClusterError) -> String {
    try answer("sinfo", ["--version"], { false })
  }

  private static func setting(_ name: String, in configuration: String) -> String? {
    let line = configuration.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
    return line?.split(separator: "=", maxSplits: 1).last
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  // MARK: Submitting

  public func submit(_ job: Job) throws(ClusterError) -> [String] {
    do {
      return try submit(job, avoiding: job.excludedNodes)
    } catch {
      // There may be no other node.
      guard !error.isPassing, !job.excludedNodes.isEmpty else { throw error }
      return try submit(job, avoiding: [])
    }
  }

  private func submit(_ job: Job, avoiding nodes: [String]) throws(ClusterError) -> [String] {
    let number = try submitted(job, avoiding: nodes)
    return (0..<job.taskCount).map { "\(number)_\($0)" }
  }

  /// - Returns: the number of the job.
  private func submitted(_ job: Job, avoiding nodes: [String]) throws(ClusterError) -> String {
    do throws(ClusterError) {
      let answer = try Self.answer(
        "sbatch", arguments(for: job, avoiding: nodes), isCancelled, input: script(job))
      let number = answer.prefix { $0.isNumber }
      guard !number.isEmpty else {
        throw ClusterError("sbatch did not say the number of its job: \(answer.prefix(200))")
      }
      return String(number)
    } catch {
      // Slurm may have taken the job although its answer was lost.
      guard error.isPassing, let taken = number(of: job) else { throw error }
      return taken
    }
  }

  /// That of a job which Slurm has taken.
  private func number(of job: Job) -> String? {
    let ended = try? CommandRun.run(
      "squeue", ["--me", "--noheader", "--format=%A|%k"], patience: .seconds(20))
    for line in ended?.output.split(separator: "\n") ?? [] {
      let cells = line.split(separator: "|").map(String.init)
      if cells.count == 2, cells[1] == Self.comment(job) { return cells[0] }
    }
    return nil
  }

  private static func comment(_ job: Job) -> String { "octavo-\(job.identifier)" }

  package func arguments(for job: Job, avoiding nodes: [String]) -> [String] {
    var arguments = [
      "--parsable", "--array=0-\(job.taskCount - 1)", "--job-name=\(job.name)",
      "--chdir=\(job.folder.path)", "--output=\(Self.pattern(of: job))", "--open-mode=append",
      "--nodes=1", "--ntasks=1", "--requeue", "--comment=\(Self.comment(job))",
    ]
    if !options.has("cpus-per-task") { arguments.append("--cpus-per-task=\(job.threads)") }
    if let memory = job.memory, countsMemory, !options.has("mem", "mem-per-cpu") {
      arguments.append("--mem=\(Self.megabytes(forWorkOf: memory))M")
    }
    if let seconds = job.seconds, !options.has("time") {
      arguments.append("--time=\(Self.minutes(forWorkOf: seconds))")
    }
    let dependencies = [
      Self.dependency("afterok", job.afterSuccess), Self.dependency("afterany", job.after),
    ].compactMap(\.self)
    if !dependencies.isEmpty {
      arguments += [
        "--dependency=\(dependencies.joined(separator: ","))", "--kill-on-invalid-dep=yes",
      ]
    }
    let excluded = nodes + [options.value(of: "exclude")].compactMap(\.self)
    arguments += options.arguments.filter { !$0.hasPrefix("--exclude=") }
    if !excluded.isEmpty { arguments.append("--exclude=\(excluded.joined(separator: ","))") }
    return arguments
  }

  /// The job's log as `sbatch` takes it, with the names of its tasks to be filled in.
  private static func pattern(of job: Job) -> String {
    let log = job.log("task")
    let folder = log.deletingLastPathComponent().path
      .replacing("\\", with: "\\\\").replacing("%", with: "%%")
    return "\(folder)/%A_%a.\(log.pathExtension)"
  }

  /// A job ends once all tasks of its array have.
  private static func dependency(_ kind: String, _ tasks: [String]) -> String? {
    let jobs = Set(tasks.map(job)).sorted()
    return jobs.isEmpty ? nil : "\(kind):\(jobs.joined(separator: ":"))"
  }

  /// The job of a task, `17` of `17_4`.
  private static func job(_ task: String) -> String { String(task.prefix { $0 != "_" }) }

  /// The program takes the shell's place, so that it gets the signals.
  private func script(_ job: Job) -> String {
    let words = job.command.map(\.shellQuoted).joined(separator: " ")
    return "#!/bin/sh\nexec \(words) \"$SLURM_ARRAY_TASK_ID\"\n"
  }

  /// The program itself takes memory too, and an estimate may be a little low.
  static func megabytes(forWorkOf bytes: Int) -> Int { bytes * 5 / 4 / (1 << 20) + 300 }

  /// Nodes may be slower than the machine that the estimate is from.
  static func minutes(forWorkOf seconds: Double) -> Int {
    Int((seconds * 3 / 60).rounded(.up)) + 10
  }

  // MARK: Watching

  public func states(of tasks: [String]) throws(ClusterError) -> [String: JobState] {
    let jobs = Set(tasks.map(Self.job)).sorted()
    var states: [String: JobState] = [:]
    for jobs in jobs.chunks(of: 200) {
      let ended = try CommandRun.run(
        "squeue",
        [
          "--noheader", "--array", "--states=all", "--format=%i|%T|%N|%r",
          "--jobs=\(jobs.joined(separator: ","))",
        ], isCancelled: isCancelled)
      guard ended.status == 0 || ended.messages.contains("Invalid job id") else {
        throw Self.error("squeue", ended)
      }
      states.merge(Self.states(in: ended.output)) { $1 }
    }
    let unknown = jobs.filter { job in tasks.contains { Self.job($0) == job && states[$0] == nil } }
    states.merge(recorded(unknown)) { known, _ in known }
    return states
  }

  /// What the accounting tells of jobs that the queue has forgotten, where there is one.
  private func recorded(_ jobs: [String]) -> [String: JobState] {
    if jobs.isEmpty { return [:] }
    let ended = try? CommandRun.run(
      "sacct",
      [
        "--noheader", "--parsable2", "--allocations", "--array", "--format=JobID,State,NodeList",
        "--jobs=\(jobs.joined(separator: ","))",
      ], isCancelled: isCancelled)
    return ended.map { Self.states(in: $0.output) } ?? [:]
  }

  /// - Parameter text: lines of a task, its state, its node and perhaps a reason.
  package static func states(in text: String) -> [String: JobState] {
    var states: [String: JobState] = [:]
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 2, !cells[0].contains("[") else {
        // A part of an array that has not begun: all its tasks wait.
        if cells.count > 2 { states.merge(waiting(cells[0])) { $1 } }
        continue
      }
      states[cells[0]] = state(
        cells[1], on: cells[2], reason: cells.count > 3 ? cells[3] : nil)
    }
    return states
  }

  private static func state(_ word: String, on node: String, reason: String?) -> JobState {
    let node = node.isEmpty || node == "(null)" || node == "None assigned" ? nil : node
    switch word.prefix(while: { $0 != " " && $0 != "+" }) {
    case "PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "SUSPENDED",
      "RESV_DEL_HOLD":
      return .queued(reason: reason == "None" ? nil : reason)
    case "RUNNING", "CONFIGURING", "COMPLETING", "SIGNALING", "STAGE_OUT", "STOPPED", "RESIZING":
      return .running(on: node ?? "a node")
    case "COMPLETED": return .ended(reason: nil, on: node)
    default: return .ended(reason: word, on: node)
    }
  }

  /// The tasks of `17_[0-2,5%4]`.
  private static func waiting(_ name: String) -> [String: JobState] {
    let sides = name.split(separator: "[", maxSplits: 1)
    guard sides.count == 2 else { return [:] }
    let list = sides[1].prefix { $0 != "]" && $0 != "%" }
    var states: [String: JobState] = [:]
    for part in list.split(separator: ",") {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { continue }
      for index in first...last { states["\(sides[0])\(index)"] = .queued(reason: nil) }
    }
    return states
  }

  public func cancel(_ tasks: [String]) throws(ClusterError) {
    for jobs in Set(tasks.map(Self.job)).sorted().chunks(of: 200) {
      let ended = try CommandRun.run("scancel", jobs, patience: .seconds(20))
      guard ended.status == 0 || ended.messages.contains("Invalid job id") else {
        throw Self.error("scancel", ended)
      }
    }
  }

  // MARK: Commands

  private static func answer(
    _ command: String, _ arguments: [String], _ isCancelled: () -> Bool, input: String = ""
  ) throws(ClusterError) -> String {
    let ended = try CommandRun.run(command, arguments, input: input, isCancelled: isCancelled)
    guard ended.status == 0 else { throw error(command, ended) }
    return ended.output
  }

  private static func error(_ command: String, _ ended: CommandRun.Ended) -> ClusterError {
    let lines = ended.messages.split(separator: "\n").map { line in
      ["\(command): ", "error: "].reduce(String(line)) { text, prefix in
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
      }
    }
    let reason = lines.isEmpty ? "status \(ended.status)" : lines.joined(separator: "; ")
    let isPassing = ["contact slurm controller", "timed out", "temporarily", "Connection refused"]
      .contains { reason.localizedCaseInsensitiveContains($0) }
    return ClusterError("\(command): \(reason)", isPassing: isPassing)
  }
}
