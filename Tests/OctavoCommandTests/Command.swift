import Foundation
import Testing

/// The built program, run in a folder of its own.
final class Workplace {
  let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// It stands beside the tests.
  static let program: URL? = {
    let tests = URL(filePath: CommandLine.arguments[0])
    var folder =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      .map { URL(filePath: $0) } ?? tests
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let program = folder.appending(path: "octavo")
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: program.path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        return program
      }
    }
    return nil
  }()

  struct Ended {
    var status: Int32
    /// Whether a signal ended it.
    var isKilled: Bool
    var output: String
    var messages: String
  }

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - input: what stands on its standard input.
  ///   - shell: what comes before `"$@"` and after it in a shell's command, such as
  ///     `("ulimit -v 500000;", ">/dev/full")`.
  func start(
    _ arguments: [String], input: String = "", shell: (String, String) = ("", "")
  ) throws -> Running {
    let program = try #require(Self.program, "the program stands beside the tests")
    return try start(
      shell: ["\(shell.0) exec \"$@\" \(shell.1)", "sh", program.path] + arguments, input)
  }

  func start(_ arguments: String..., shell: (String, String) = ("", "")) throws -> Running {
    try start(arguments, shell: shell)
  }

  private func start(shell words: [String], _ input: String) throws -> Running {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c"] + words
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    let programs = Self.program?.deletingLastPathComponent().path ?? ""
    environment["PATH"] = "\(programs):\(environment["PATH"] ?? "")"
    process.environment = environment
    let name = UUID().uuidString
    let (output, messages) = (
      folder.appending(path: ".\(name).out"), folder.appending(path: ".\(name).err")
    )
    for file in [output, messages] { try Data().write(to: file) }
    try write(input, to: ".\(name).in")
    process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: ".\(name).in"))
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: messages)
    try process.run()
    return Running(process: process, output: output, messages: messages)
  }

  struct Running {
    let process: Process
    let output, messages: URL

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until a text is among the messages.
    func wait(for text: String) throws {
      for _ in 0..<12_000 {
        if told.contains(text) { return }
        guard process.isRunning else { break }
        usleep(10_000)
      }
      try #require(told.contains(text), "\(told)")
    }

    /// Waits until the program has used as much processor time as that from now on, which it does
    /// at its own pace on a busy machine too.
    func wait(forProcessorSeconds seconds: Double) {
      let end = processorSeconds + seconds
      while process.isRunning, processorSeconds < end { usleep(2_000) }
    }

    private var processorSeconds: Double {
      let status = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
      // Behind the name in parentheses: the state is the third field, the times the 14th and 15th.
      let fields = status?.split(separator: ")").last?.split(separator: " ") ?? []
      guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
        return 0
      }
      return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private var told: String { (try? String(contentsOf: messages, encoding: .utf8)) ?? "" }

    func ended() -> Ended {
      process.waitUntilExit()
      return Ended(
        status: process.terminationStatus,
        isKilled: process.terminationReason == .uncaughtSignal,
        output: (try? String(contentsOf: output, encoding: .utf8)) ?? "", messages: told)
    }
  }

  @discardableResult
  func run(
    _ arguments: String..., input: String = "", shell: (String, String) = ("", "")
  ) throws -> Ended {
    try start(arguments, input: input, shell: shell).ended()
  }

  @discardableResult
  func run(_ arguments: [String]) throws -> Ended { try start(arguments).ended() }

  /// Runs a line as a POSIX shell does that finds the program.
  func shell(_ line: String) throws -> Ended { try start(shell: [line], "").ended() }

  // MARK: Files

  func write(_ text: String, to path: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func data(_ path: String) -> Data? { try? Data(contentsOf: folder.appending(path: path)) }

  func text(_ path: String) -> String {
    data(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func names(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)) ?? [])
      .sorted()
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: path))
  }

  /// Whether this user may mount a disk.
  static let canMount: Bool = {
    guard let place = try? Workplace() else { return false }
    let path = place.folder.path
    guard system("mount", "-t", "tmpfs", "-o", "size=64k", "none", path) else {
      return false
    }
    return system("umount", path)
  }()

  /// Whether a program of the system does what it is asked to.
  static func system(_ program: String, _ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

enum Notebooks {
  static let table = """
    ---
    title: Numbers
    params: {x: 1}
    ---

    x=`{value} params.x`

    ```step t
    run: table
    rows: [{x: "${params.x}"}, {x: 1}]
    ```
    """

  /// Several tables and a training, all of which say by which parameter they were made.
  static let several =
    table
    + (1...5).map { index in
      """


      ```step t\(index)
      run: table
      rows: [{x: "${params.x}"}, {x: \(index)}]
      ```
      """
    }.joined() + "\n\n" + training(iterations: "\"${params.x * 5}\"")

  /// A training of a tiny model.
  static func training(iterations: String) -> String {
    """
    ```step stories
    run: stories.compose
    count: 50
    ```

    ```step learn
    run: gpt.train
    data: stories
    model: {layers: 1, heads: 1, width: 8, context: 8}
    training: {iterations: \(iterations), batch: 2, evaluate-every: 100}
    ```
    """
  }
}
