import Foundation
import OctavoBase

/// Reads messages from a stream and writes the answers to another, until the editor says that it is
/// enough or goes away.
public struct ServerLoop {
  private let input: CInt
  private let output: CInt
  private let server: LanguageServer
  private var reader = MessageReader()

  public init(_ server: LanguageServer, input: CInt, output: CInt) {
    self.server = server
    self.input = input
    self.output = output
  }

  /// - Returns: the exit status: 0 after an orderly end, 1 otherwise.
  public mutating func run() -> CInt {
    while true {
      if let status = server.exitStatus { return status }
      guard let hasInput = waitForInput() else { return 1 }
      if hasInput {
        guard readWhatIsThere() else { return server.exitStatus ?? 1 }
        var items: [MessageReader.Item] = []
        while let item = reader.next() { items.append(item) }
        guard write(server.receive(items)) else { return 1 }
      }
      guard write(server.dueDiagnostics(at: .now)) else { return 1 }
    }
  }

  /// Waits until there is something to read or diagnostics are due; `nil` where that fails.
  private func waitForInput() -> Bool? {
    var timeout: CInt = -1
    if let due = server.nextDiagnosticsDue {
      let (seconds, fraction) = (due - .now).components
      let milliseconds = seconds * 1000 + fraction / 1_000_000_000_000_000
      timeout = CInt(clamping: max(milliseconds + 1, 0))
    }
    var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    let count = poll(&descriptor, 1, timeout)
    if count < 0 { return errno == EINTR ? false : nil }
    return count > 0
  }

  /// Takes in everything that can be read without waiting; `false` at the end of the stream.
  private mutating func readWhatIsThere() -> Bool {
    var isFirst = true
    while true {
      if !isFirst {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 0) > 0 else { return true }
      }
      var failure: CInt = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        let result = read(input, buffer.baseAddress, 1 << 16)
        if result < 0 { failure = errno }
        count = max(result, 0)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { return false }
      // At the end of the stream, what came with it is still answered.
      guard !chunk.isEmpty else { return !isFirst }
      reader.append(chunk)
      isFirst = false
    }
  }

  private func write(_ messages: [JSON]) -> Bool {
    for message in messages {
      var content: [UInt8] = []
      message.appendCompact(to: &content)
      var rest = MessageReader.framed(content)[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        rest = rest.dropFirst(written)
      }
    }
    return true
  }
}
