import OctavoBase

/// What the user hands through to `sbatch`: `partition=main` becomes `--partition=main`.
public struct SlurmOptions: Sendable {
  public private(set) var options: [(name: String, value: String?)] = []

  public init() {}

  /// What Octavo sets itself.
  private static let reserved = [
    "array", "chdir", "cluster", "clusters", "comment", "dependency", "error", "help", "input",
    "job-name", "kill-on-invalid-dep", "open-mode", "output", "parsable", "quiet", "test-only",
    "usage", "version", "wait", "wrap",
  ]

  /// - Parameter text: `name=value,…`; a comma within a value is written `\,`.
  /// - Throws: `ClusterError` with what is wrong.
  public mutating func add(_ text: String) throws(ClusterError) {
    for part in Self.parts(of: text) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      let name = sides[0]
      guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }),
        name.first != "-"
      else {
        throw ClusterError(
          "--slurm takes sbatch's long options without their dashes, as `partition=main,time=1:00:00`, "
            + (part.isEmpty ? "and one is empty" : "not `\(part)`"))
      }
      // `sbatch` takes abbreviations.
      if let option = Self.reserved.first(where: { $0.hasPrefix(name) }) {
        throw ClusterError("--slurm cannot give `\(option)`, which is not for jobs of Octavo's")
      }
      options.append((name, sides.count > 1 ? sides[1] : nil))
    }
  }

  func has(_ names: String...) -> Bool { options.contains { names.contains($0.name) } }

  func value(of name: String) -> String? { options.last { $0.name == name }?.value }

  package var arguments: [String] {
    options.map { "--\($0.name)" + ($0.value.map { "=\($0)" } ?? "") }
  }

  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var isEscaped = false
    for character in text {
      switch character {
      case "\\" where !isEscaped: isEscaped = true
      case "," where !isEscaped: parts.append("")
      default:
        if isEscaped, character != ",", character != "\\" { parts[parts.count - 1].append("\\") }
        parts[parts.count - 1].append(character)
        isEscaped = false
      }
    }
    return parts
  }
}
