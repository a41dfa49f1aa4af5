import Foundation
import OctavoRunner
import Testing

@Suite final class MemoryLimitTests {
  private let root = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: root) }

  private func write(_ text: String, to path: String) throws {
    let url = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func limit(_ membership: String) -> Int? {
    ControlGroups(membership: membership, root: root).memoryLimit
  }

  @Test func theLeastLimitOfNestedGroupsCounts() throws {
    try write("max\n", to: "a/b/memory.max")
    try write("2000\n", to: "a/memory.max")
    try write("3000\n", to: "memory.max")
    #expect(limit("0::/a/b\n") == 2000)
    #expect(limit("0::/\n") == 3000)
    try write("500\n", to: "a/b/memory.max")
    #expect(limit("0::/a/b\n") == 500)
  }

  @Test func aGroupWithoutALimitHasNone() throws {
    try write("max\n", to: "memory.max")
    #expect(limit("0::/\n") == nil)
    #expect(limit("") == nil)
    #expect(limit("nonsense\n0:\n") == nil)
    try write("9223372036854771712\n", to: "memory/memory.limit_in_bytes")
    #expect(limit("4:memory:/\n") == nil)
  }

  /// The path is the host's, and the container's mount has the container's group alone.
  @Test func aContainersLimitIsFound() throws {
    try write("1000\n", to: "memory/memory.limit_in_bytes")
    #expect(limit("5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n") == 1000)
    try write("700\n", to: "unified/memory.max")
    #expect(limit("4:memory:/docker/x\n0::/docker/x\n") == 700)
  }

  @Test func theLeastOfAllCounts() {
    #expect(
      MemoryLimit(physical: 100, controlGroup: nil, resourceLimit: nil)
        == MemoryLimit(bytes: 100, cause: .machine))
    #expect(
      MemoryLimit(physical: 100, controlGroup: 90, resourceLimit: 95)
        == MemoryLimit(bytes: 90, cause: .controlGroup))
    #expect(
      MemoryLimit(physical: 100, controlGroup: 90, resourceLimit: 5)
        == MemoryLimit(bytes: 5, cause: .resourceLimit))
    #expect(
      MemoryLimit(physical: 100, controlGroup: 900, resourceLimit: 500)
        == MemoryLimit(bytes: 100, cause: .machine))
    #expect(MemoryLimit.current.bytes > 0)
  }
}
