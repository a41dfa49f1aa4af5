import Foundation

/// A program that runs jobs on other machines, such as Slurm or Ray.
public protocol Cluster: Sendable {
  /// What people call it in messages.
  var name: String { get }

  /// Whether a job can be told to begin when others have ended.
  var knowsDependencies: Bool { get }

  /// How many tasks may be queued or running at a time.
  var mostTasks: Int { get }

  /// How many tasks one job may have.
  var mostTasksOfJob: Int { get }

  /// - Returns: the cluster's names for the job's tasks, in their order.
  /// - Throws: `ClusterError`.
  func submit(_ job: Job) throws(ClusterError) -> [String]

  /// What is known of tasks. One that is not among them is not known to the cluster any more.
  /// - Throws: `ClusterError` where the cluster does not answer.
  func states(of tasks: [String]) throws(ClusterError) -> [String: JobState]

  /// Stops tasks that are queued or running.
  func cancel(_ tasks: [String]) throws(ClusterError)
}

extension Cluster {
  public var mostTasks: Int { .max }
  public var mostTasksOfJob: Int { .max }
}

/// What a cluster is asked to run: one task or several of the same kind.
public struct Job: Sendable {
  /// For lists of jobs.
  public var name: String
  /// No other job has it.
  public var identifier: String
  /// The program and its arguments; each task's number, from 0, follows.
  public var command: [String]
  public var taskCount: Int
  /// Where the command is run.
  public var folder: URL
  /// The processors of each task.
  public var threads: Int
  /// Of each task, in bytes; `nil` where it is not known.
  public var memory: Int?
  /// About how long each task takes, in seconds; `nil` where it is not known.
  public var seconds: Double?
  /// The tasks that must have ended before one begins.
  public var after: [String] = []
  /// The tasks that must have ended well before one begins.
  public var afterSuccess: [String] = []
  /// Nodes that are not to run it.
  public var excludedNodes: [String] = []
  /// Where a task writes what it has to say.
  public var log: @Sendable (_ task: String) -> URL

  public init(
    name: String, identifier: String, command: [String], taskCount: Int, folder: URL, threads: Int,
    log: @escaping @Sendable (_ task: String) -> URL
  ) {
    self.name = name
    self.identifier = identifier
    self.command = command
    self.taskCount = taskCount
    self.folder = folder
    self.threads = threads
    self.log = log
  }
}

/// How far a task is that the cluster knows.
public enum JobState: Hashable, Sendable {
  /// - Parameter reason: why, in the cluster's own words.
  case queued(reason: String?)
  case running(on: String)
  /// - Parameter reason: how it ended in the cluster's own words, where it did not end by itself.
  case ended(reason: String?, on: String?)
}

/// A cluster refused something or did not answer.
public struct ClusterError: Error, CustomStringConvertible {
  public let description: String
  /// Whether trying again can help.
  public let isPassing: Bool

  public init(_ description: String, isPassing: Bool = false) {
    self.description = description
    self.isPassing = isPassing
  }
}
