import ArgumentParser
import Foundation
import OctavoClusters
import OctavoHTTP

/// Where the points of a run are computed.
struct ClusterArguments: ParsableArguments {
  @Option(
    name: .customLong("on"),
    help: ArgumentHelp(
      "Computes the points on a cluster, which must see the store: `slurm`, `ray`, or `ray=URL` with the "
        + "address of Ray's dashboard.", valueName: "cluster"))
  var kind: ClusterKind?
  @Option(
    help: ArgumentHelp(
      "Options of `sbatch` without their dashes, as `partition=main,time=1:00:00`; can be given several "
        + "times.", valueName: "option=value,…"))
  var slurm: [String] = []
  @Option(
    help: ArgumentHelp(
      "How many points a job of the cluster computes. Without it, one, or several where earlier runs took "
        + "only seconds.", valueName: "number"))
  var pointsPerJob: Int?

  func validate() throws {
    guard (1...100_000).contains(pointsPerJob ?? 1) else {
      throw ValidationError("--points-per-job must be between 1 and 100000.")
    }
    if kind == nil, !slurm.isEmpty || pointsPerJob != nil {
      throw ValidationError("--slurm and --points-per-job need --on with a cluster.")
    }
    if kind != nil, kind != .slurm, !slurm.isEmpty {
      throw ValidationError("--slurm is for --on slurm.")
    }
    _ = try slurmOptions()
  }

  private func slurmOptions() throws -> SlurmOptions {
    var options = SlurmOptions()
    do throws(ClusterError) { for text in slurm { try options.add(text) } } catch {
      throw ValidationError("\(error).")
    }
    return options
  }

  /// - Throws: `CommandError` where the cluster does not answer.
  func cluster() throws -> (any Cluster)? {
    guard let kind else { return nil }
    let slurmOptions = try slurmOptions()
    do throws(ClusterError) { return try kind.cluster(slurmOptions) } catch {
      throw CommandError("--on \(kind): \(error).", .unavailable)
    }
  }

  /// As they would be given again.
  func arguments(threads: Int?) -> [String] {
    guard let kind else { return [] }
    var arguments = ["--on", "\(kind)"] + slurm.flatMap { ["--slurm", $0] }
    if let pointsPerJob { arguments += ["--points-per-job", "\(pointsPerJob)"] }
    if let threads { arguments += ["--threads", "\(threads)"] }
    return arguments
  }
}

/// A cluster as the command line names it.
enum ClusterKind: ExpressibleByArgument, Hashable, CustomStringConvertible {
  case slurm
  /// - Parameter address: of its dashboard; `nil` for that of the environment.
  case ray(address: String?)

  init?(argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    switch (sides[0], sides.count) {
    case ("slurm", 1): self = .slurm
    case ("ray", 1): self = .ray(address: nil)
    case ("ray", _) where !sides[1].isEmpty: self = .ray(address: String(sides[1]))
    default: return nil
    }
  }

  var description: String {
    switch self {
    case .slurm: "slurm"
    case .ray(let address):
      // A password in it is nobody's business.
      "ray"
        + (address.map { "=" + (URL(string: $0)?.withoutCredentials.absoluteString ?? $0) } ?? "")
    }
  }

  func cluster(_ slurmOptions: SlurmOptions) throws(ClusterError) -> any Cluster {
    switch self {
    case .slurm: try SlurmCluster(slurmOptions, isCancelled: { Interrupt.isRequested })
    case .ray(let address): try RayCluster(address)
    }
  }
}

extension ExitCode {
  /// Something that is needed does not answer.
  static let unavailable = ExitCode(69)
}
