import Foundation
import OctavoBase

/// What a run on a cluster was asked for: enough for any node to make the same plan, and for anyone to
/// collect the results later.
public struct ClusterRequest: Codable, Hashable, Sendable {
  /// As the command line names it, such as `slurm`.
  public var cluster: String
  /// The notebook's name.
  public var name: String
  /// The notebook's path as it was given, from `folder`.
  public var notebook: String
  /// Whether `notebook` is a report that carries the notebook.
  public var isReport: Bool
  /// Where the command was given.
  public var folder: String
  /// What `octavo run` takes to make the run again: the notebook, parameters, the seed and so on.
  public var arguments: [String]
  /// What the cluster is told besides, such as `--slurm partition=main`.
  public var clusterArguments: [String]
  /// The fingerprint of the code that computes.
  public var program: String

  public init(
    cluster: String, name: String, notebook: String, isReport: Bool, folder: String,
    arguments: [String], clusterArguments: [String], program: String
  ) {
    self.cluster = cluster
    self.name = name
    self.notebook = notebook
    self.isReport = isReport
    self.folder = folder
    self.arguments = arguments
    self.clusterArguments = clusterArguments
    self.program = program
  }

  /// Names the run: whoever asks for the same, from the same bytes, joins it.
  func identifier(with content: Data) throws -> String {
    var request = self
    // The same points, however they are computed.
    request.clusterArguments = []
    var hasher = ContentHasher()
    hasher.update(try JSONEncoder.stable().encode(request))
    hasher.update(content)
    return String(hasher.finished().description.prefix(16))
  }
}
