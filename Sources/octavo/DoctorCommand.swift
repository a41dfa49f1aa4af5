import ArgumentParser
import Foundation
import OctavoBase
import OctavoClusters
import OctavoEngine
import OctavoFingerprint
import OctavoHTTP
import OctavoRunner

/// `octavo doctor`: what a bug report needs.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Shows what Octavo finds on this machine, for bug reports.",
    discussion: """
      The exit status is 74 where the store, the output folder or the folder for temporary files \
      cannot be written. To test that, Octavo writes an empty file there and removes it.
      """)

  @Option(
    name: [.customShort("o"), .long], help: "The output folder to test.", completion: .directory)
  var output = RunCommand.defaultOutput
  @OptionGroup var storing: StoreArguments

  func validate() throws {
    if output.isEmpty { throw ValidationError("-o takes the name of a folder.") }
  }

  func run() throws {
    let store = storing.store.folder
    let folders = [
      FolderAccess(of: store), FolderAccess(of: URL(filePath: output)),
      FolderAccess(of: FileManager.default.temporaryDirectory),
    ]
    var rows = machine
    rows.append(("store", "\(folders[0].text), \(size(of: store))"))
    rows.append(("outputs", folders[1].text))
    rows.append(("temporary files", folders[2].text))
    rows += clusters
    rows += trackers
    rows += libraries
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      try StandardOutput.line(
        row.name + String(repeating: " ", count: width - row.name.count + 2) + row.value)
    }
    if folders.contains(where: { !$0.isWritable }) { throw ExitCode.cannotWrite }
  }

  private typealias Row = (name: String, value: String)

  private var machine: [Row] {
    let process = ProcessInfo.processInfo
    let limit = MemoryLimit.current
    let sets = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
    return [
      ("octavo", Octavo.version),
      ("program", ContentHash.ofRunningProgram.description),
      ("system", process.operatingSystemVersionString),
      ("processor", Machine.processor),
      (
        "instruction set",
        "\(InstructionSet.current?.rawValue ?? "none") (available: \(sets.joined(separator: ", ")))"
      ),
      ("threads", "\(Parallel.threads) of \(process.activeProcessorCount) processors"),
      ("memory", "\(NumberText.bytes(limit.bytes)), limited by \(limit.cause.phrase)"),
      (
        "terminal",
        isatty(STDOUT_FILENO) == 1 ? process.environment["TERM"] ?? "unknown" : "none"
      ),
    ]
  }

  /// Those that answer, and those that the environment names.
  private var clusters: [Row] {
    var rows: [Row] = []
    do throws(ClusterError) { rows.append(("slurm", try SlurmCluster.version())) } catch {
      rows.append(("slurm", "\(error)"))
    }
    guard ProcessInfo.processInfo.environment[RayCluster.addressVariable] != nil else {
      return rows + [("ray", "RAY_ADDRESS names none")]
    }
    do throws(ClusterError) { rows.append(("ray", try RayCluster(nil).version())) } catch {
      rows.append(("ray", "\(error)"))
    }
    return rows
  }

  /// The server that the environment names.
  private var trackers: [Row] {
    let address = ProcessInfo.processInfo.environment["MLFLOW_TRACKING_URI"]
    guard let address, let url = URL(string: address), url.scheme?.hasPrefix("http") == true else {
      return [("mlflow", "MLFLOW_TRACKING_URI names no server")]
    }
    do throws(HTTPFailure) {
      let version = try HTTPClient(url, timeout: .seconds(5)).send("GET", "version")
      return [("mlflow", String(decoding: version.prefix(40), as: UTF8.self))]
    } catch {
      return [("mlflow", "\(error)")]
    }
  }

  private var libraries: [Row] {
    LoadedLibrary.needed().map { ($0.name, $0.identity) }
  }

  private func size(of folder: URL) -> String {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var (count, bytes) = (0, 0)
    while let file = files?.nextObject() as? URL {
      guard let status = FileStatus(ofEntry: file), status.isRegularFile else { continue }
      count += 1
      bytes += status.size
    }
    return count == 0 ? "empty" : "\(count.forReading) files, \(NumberText.bytes(bytes))"
  }
}

/// Whether files can be written in a folder, or in one that would be made there.
private struct FolderAccess {
  let isWritable: Bool
  let text: String

  init(of folder: URL) {
    var place = folder.standardized
    while FileStatus(place) == nil, place.path != "/" {
      if FileStatus(ofEntry: place)?.isLink == true {
        isWritable = false
        let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: place.path)) ?? ""
        text =
          "\(folder.relativePath) cannot be written: \(place.lastPathComponent) is a symbolic link to "
          + "`\(target)`, which does not exist"
        return
      }
      place.deleteLastPathComponent()
    }
    let probe = place.appending(path: ".octavo-doctor-\(UUID().uuidString)")
    do {
      try Data().write(to: probe)
      try FileManager.default.removeItem(at: probe)
      isWritable = true
      text = "\(folder.relativePath) can be written"
    } catch {
      isWritable = false
      text = "\(folder.relativePath) cannot be written: \(error.localizedDescription)"
    }
  }
}

extension MemoryLimit.Cause {
  fileprivate var phrase: String {
    switch self {
    case .machine: "the machine"
    case .controlGroup: "a control group"
    case .resourceLimit: "ulimit"
    }
  }
}
