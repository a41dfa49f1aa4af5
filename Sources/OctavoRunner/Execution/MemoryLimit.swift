import Foundation

/// How much memory this process may use: the least of what the machine has and of the limits that
/// its control groups and its user's settings (`ulimit`) impose.
public struct MemoryLimit: Hashable, Sendable {
  /// What sets the limit.
  public enum Cause: Hashable, Sendable {
    case machine, controlGroup, resourceLimit
  }

  public var bytes: Int
  public var cause: Cause

  public init(bytes: Int, cause: Cause) {
    self.bytes = bytes
    self.cause = cause
  }

  /// That of this process, as it was when the program began.
  public static let current = MemoryLimit(
    physical: Int(clamping: ProcessInfo.processInfo.physicalMemory),
    controlGroup: ControlGroups().memoryLimit, resourceLimit: lowestResourceLimit)

  /// - Parameters:
  ///   - controlGroup: in bytes; `nil` where there is no limit.
  ///   - resourceLimit: the same.
  package init(physical: Int, controlGroup: Int?, resourceLimit: Int?) {
    self.init(bytes: physical, cause: .machine)
    for (limit, cause) in [(controlGroup, Cause.controlGroup), (resourceLimit, .resourceLimit)] {
      if let limit, limit < bytes { self = MemoryLimit(bytes: limit, cause: cause) }
    }
  }

  /// Of the address space and of the data segment, in bytes.
  private static var lowestResourceLimit: Int? {
    [RLIMIT_AS, RLIMIT_DATA].compactMap { resource -> Int? in
      var limit = rlimit()
      let number = __rlimit_resource_t(resource.rawValue)
      guard getrlimit(number, &limit) == 0, limit.rlim_cur != rlim_t.max else { return nil }
      return Int(clamping: limit.rlim_cur)
    }.min()
  }
}

/// The control groups that this process is in (cgroups, versions 1 and 2), as the kernel's files
/// tell.
package struct ControlGroups {
  /// Of `/proc/self/cgroup`.
  var membership: String
  /// Where the groups are mounted.
  var root: URL

  package init(membership: String? = nil, root: URL = URL(filePath: "/sys/fs/cgroup")) {
    self.membership =
      membership ?? (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    self.root = root
  }

  /// The least limit of a group that the process is in and of those that this is part of, in bytes;
  /// `nil` where none has a limit.
  package var memoryLimit: Int? {
    var limits: [Int] = []
    for line in membership.split(separator: "\n") {
      // hierarchy:controllers:path
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let controllers = fields[1].split(separator: ",")
      if fields[0] == "0", controllers.isEmpty {
        for mount in [root, root.appending(path: "unified")] {
          limits += self.limits(in: mount, path: fields[2], file: "memory.max")
        }
      } else if controllers.contains("memory") {
        limits += self.limits(
          in: root.appending(path: "memory"), path: fields[2], file: "memory.limit_in_bytes")
      }
    }
    return limits.min()
  }

  /// The limits of a group and of all above it. In a container the path may be the host's, so that
  /// only the mount's own group is there.
  private func limits(in mount: URL, path: Substring, file: String) -> [Int] {
    var parts = path.split(separator: "/").filter { $0 != ".." && $0 != "." }
    var limits: [Int] = []
    while true {
      let url = mount.appending(path: (parts + [Substring(file)]).joined(separator: "/"))
      if let text = try? String(contentsOf: url, encoding: .utf8),
        let limit = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
      {
        // Version 1 has no word for no limit; it gives the largest number of whole pages.
        if limit < 1 << 62 { limits.append(limit) }
      }
      if parts.isEmpty { return limits }
      parts.removeLast()
    }
  }
}
