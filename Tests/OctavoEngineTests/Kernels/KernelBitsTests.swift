import Foundation
import OctavoEngine
import Testing

/// Every kernel gives the same bits for each instruction set, at every level of optimization and on
/// 64-bit ARM: a C program, compiled here from the same sources, prints a hash for each.
///
/// ARM needs an emulator and a C library for it (Debian: qemu-user, libc6-dev-arm64-cross,
/// libgcc-12-dev-arm64-cross); where they are missing that test is skipped.
@Suite struct KernelBitsTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  static let emulator = ["qemu-aarch64", "qemu-aarch64-static"].flatMap(Self.paths(of:)).first
  /// One that knows the kernels' built-in functions.
  static let clang = paths(of: "clang").first { path in
    let version = try? output(of: path, ["-dumpversion"], nil)
    return (version?.split(separator: ".").first.flatMap { Int($0) } ?? 0) >= 17
  }
  static let armLibrary = "/usr/aarch64-linux-gnu"
  static let armCompilerLibrary =
    (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/gcc-cross/aarch64-linux-gnu"))?
    .sorted().last.map { "/usr/lib/gcc-cross/aarch64-linux-gnu/\($0)" }

  @Test(
    .enabled(if: clang != nil, "no clang 17 or later in PATH"),
    arguments: InstructionSet.allCases.filter(\.isAvailable), ["-O2", "-O0", "-O3"])
  func areThoseOfTheRecord(instructions: InstructionSet, optimization: String) throws {
    let program = try compile([optimization])
    defer { try? FileManager.default.removeItem(at: program) }
    #expect(try Self.output(of: program.path, [], instructions) == recorded())
  }

  @Test(
    .enabled(
      if: clang != nil && emulator != nil && armCompilerLibrary != nil
        && FileManager.default.fileExists(atPath: armLibrary + "/lib/libc.a"),
      "no emulator or no C library for 64-bit ARM"))
  func areTheSameOnARM() throws {
    let emulator = try #require(Self.emulator)
    let compilerLibrary = try #require(Self.armCompilerLibrary)
    let program = try compile(
      ["-O2", "--target=aarch64-linux-gnu", "-static", "-fuse-ld=lld"]
        + ["-isystem", Self.armLibrary + "/include"]
        + ["-B", compilerLibrary, "-L", compilerLibrary]
        + ["-B", Self.armLibrary + "/lib", "-L", Self.armLibrary + "/lib"])
    defer { try? FileManager.default.removeItem(at: program) }
    #expect(try Self.output(of: emulator, [program.path], nil) == recorded())
  }

  private func recorded() throws -> String {
    try String(contentsOf: Self.folder.appending(path: "kernel_bits.txt"), encoding: .utf8)
  }

  private func compile(_ options: [String]) throws -> URL {
    let kernels = Self.folder.appending(path: "../../../Sources/CKernels").standardized
    let sources = try FileManager.default.contentsOfDirectory(atPath: kernels.path)
      .filter { $0.hasSuffix(".c") }.map { kernels.appending(path: $0).path }
    let program = FileManager.default.temporaryDirectory
      .appending(path: "kernel-bits-\(UUID().uuidString)")
    let clang = try #require(Self.clang)
    _ = try Self.output(
      of: clang,
      options + ["-std=gnu17", "-I", kernels.path + "/include"] + sources
        + [Self.folder.appending(path: "kernel_bits.c").path, "-lpthread", "-o", program.path], nil)
    return program
  }

  private static func output(
    of program: String, _ arguments: [String], _ instructions: InstructionSet?
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "OCTAVO_ISA" }
    if let instructions { process.environment?["OCTAVO_ISA"] = instructions.rawValue }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }

  private static func paths(of program: String) -> [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(program)" }.filter { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
