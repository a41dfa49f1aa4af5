import Foundation
import OctavoBase

/// The machine that a run took place on.
package enum Machine {
  /// The processor's own name for itself, or the architecture where it tells none.
  package static let processor: String = {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").dropFirst().first
    return name?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }()

  static var host: String { ProcessInfo.processInfo.hostName }

  /// The most memory that this process has held, in megabytes; `nil` where the system does not tell.
  static var peakMemoryMegabytes: Double? {
    let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = lines.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kilobytes = line.flatMap { Double($0.filter(\.isNumber)) }
    return kilobytes.map { ($0 / 1024).rounded() }
  }
}

extension ContentHash {
  /// The hash of the running program's own file; of its name where that cannot be read.
  public static let ofRunningProgram: ContentHash = {
    let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
    return (try? ContentHash(ofFile: URL(filePath: path))) ?? ContentHash(of: Array(path.utf8))
  }()
}
