import Foundation

/// An HTTP server for tests, on threads of its own: tests that block the threads of Swift's concurrency
/// do not hold it up.
public final class LocalServer: Sendable {
  public struct Request: Sendable {
    public var method: String
    /// Decoded, without the query.
    public var path: String
    public var query: [URLQueryItem]
    /// By their names in lower case.
    public var headers: [String: String]
    public var body: Data
  }

  public struct Answer: Sendable {
    public var status: Int
    public var headers: [String: String]
    public var body: Data

    public init(_ status: Int = 200, headers: [String: String] = [:], _ body: String = "") {
      (self.status, self.headers, self.body) = (status, headers, Data(body.utf8))
    }
  }

  private struct Failure: Error {}

  private let listener: Int32
  public let port: UInt16
  private let answer: @Sendable (Request) -> Answer

  public var address: String { "http://127.0.0.1:\(port)" }

  /// Listens at a free port of this machine.
  public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &place) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        bind(listener, place, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, place, &size) == 0
      }
    }
    guard isListening else { throw Failure() }
    port = UInt16(bigEndian: place.sin_port)
    Thread.detachNewThread { [listener, answer] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        Thread.detachNewThread {
          Self.serve(connection, answer)
          close(connection)
        }
      }
    }
  }

  public func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func serve(_ connection: Int32, _ answer: (Request) -> Answer) {
    guard let request = request(from: connection) else { return }
    let reply = answer(request)
    var head = "HTTP/1.1 \(reply.status) Status\r\nContent-Length: \(reply.body.count)\r\n"
    for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
    let bytes = Data((head + "Connection: close\r\n\r\n").utf8) + reply.body
    bytes.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = send(
          connection, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count <= 0 { return }
        sent += count
      }
    }
  }

  private static func request(from connection: Int32) -> Request? {
    var received = Data()
    let end = Data("\r\n\r\n".utf8)
    func receive() -> Bool {
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(connection, &chunk, chunk.count, 0)
      if count > 0 { received += chunk.prefix(count) }
      return count > 0
    }
    while received.range(of: end) == nil { guard receive() else { return nil } }
    guard let blank = received.range(of: end) else { return nil }
    let lines = String(decoding: received[..<blank.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ").map(String.init)
    guard words.count == 3, let target = URLComponents(string: words[1]) else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2 else { continue }
      headers[sides[0].lowercased()] = sides[1].trimmingCharacters(in: .whitespaces)
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    if headers["expect"] != nil {
      _ = "HTTP/1.1 100 Continue\r\n\r\n".withCString {
        send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL))
      }
    }
    while received.count < blank.upperBound + length { guard receive() else { return nil } }
    return Request(
      method: words[0], path: target.path, query: target.queryItems ?? [], headers: headers,
      body: received.dropFirst(blank.upperBound).prefix(length))
  }
}
