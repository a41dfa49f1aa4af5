import Foundation
import FoundationNetworking
import OctavoPreview
import OctavoReport
import OctavoResults
import Testing

/// The server, asked over the loopback address as a browser does.
@Suite struct PreviewServerTests {
  private static func report(_ text: String) -> String {
    Report.html(
      ReportDocument(
        title: text, elements: [.prose(.paragraph([.text(text)]))],
        run: Run(notebook: "n", title: text, seed: 1, params: [:], axes: [], steps: [])))
  }

  private static func get(
    _ url: URL, method: String = "GET", host: String? = nil
  ) async throws -> (status: Int, headers: HTTPURLResponse, text: String) {
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.timeoutInterval = 600
    if let host { request.setValue(host, forHTTPHeaderField: "Host") }
    let (data, response) = try await URLSession.shared.data(for: request)
    let answer = try #require(response as? HTTPURLResponse)
    return (answer.statusCode, answer, String(decoding: data, as: UTF8.self))
  }

  @Test func servesTheReportWithItsOwnScript() async throws {
    let server = PreviewServer()
    let url = try await server.start(port: 0)
    #expect(url.host() == "127.0.0.1")
    let empty = try await Self.get(url)
    #expect(empty.text.contains("data-version=\"0\""), "what comes first reloads itself, too")

    let report = Self.report("A report")
    server.show(PreviewState(), over: report)
    let page = try await Self.get(url)
    #expect(page.status == 200)
    #expect(page.text.contains("<script src=\"/octavo/preview.js\" data-version=\"1\""))
    #expect(page.text.contains("script-src 'self'; connect-src 'self'"))
    #expect(
      page.text.replacing(/<script.*?<\/script>/, with: "")
        .replacing("; script-src 'self'; connect-src 'self'", with: "") == report)
    #expect(page.headers.value(forHTTPHeaderField: "Cache-Control") == "no-store")
    #expect(
      page.headers.value(forHTTPHeaderField: "Content-Security-Policy")?
        .hasSuffix("frame-ancestors 'none'") == true)
    let script = try await Self.get(url.appending(path: "octavo/preview.js"))
    #expect(script.status == 200 && script.text.contains("EventSource"))
    await server.stop()
    await #expect(throws: (any Error).self) { try await Self.get(url) }
  }

  @Test func answersThisMachineAlone() async throws {
    let server = PreviewServer()
    let url = try await server.start(port: 0)
    let port = try #require(url.port)
    for host in [
      "localhost", "localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)", "LOCALHOST:\(port)",
    ] {
      #expect(try await Self.get(url, host: host).status == 200, "\(host)")
    }
    for host in [
      "example.org", "example.org:\(port)", "127.0.0.1.example.org",
      "localhost.example.org:\(port)",
      "localhost:80:\(port)", "127.0.0.1:", "0.0.0.0:\(port)",
    ] {
      #expect(try await Self.get(url, host: host).status == 421, "\(host)")
    }
    await server.stop()
  }

  /// A browser writes a whole address only to a proxy, and the host in it is not that of the header.
  @Test func aWholeAddressInPlaceOfAPathIsRefused() async throws {
    let server = PreviewServer()
    let url = try await server.start(port: 0)
    let port = try #require(url.port)
    #expect(Self.statusLine(of: "/", port: port) == "HTTP/1.1 200 OK")
    for target in ["http://example.org/", "http://127.0.0.1:\(port)/", "?query"] {
      #expect(Self.statusLine(of: target, port: port) == "HTTP/1.1 400 Bad Request", "\(target)")
    }
    await server.stop()
  }

  /// The first line of the answer to a request that `URLSession` cannot make.
  private static func statusLine(of target: String, port: Int) -> String? {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(client) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, size) == 0 }
    }
    guard isConnected else { return nil }
    let request = Array(
      "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
    guard send(client, request, request.count, 0) == request.count else { return nil }
    var answer = [UInt8](repeating: 0, count: 4096)
    let count = recv(client, &answer, answer.count, 0)
    return String(decoding: answer.prefix(max(count, 0)), as: UTF8.self)
      .split(separator: "\r\n").first.map(String.init)
  }

  @Test func servesNothingElse() async throws {
    let server = PreviewServer()
    let url = try await server.start(port: 0)
    for path in ["etc/passwd", "../../etc/passwd", "octavo", "index.html"] {
      #expect(try await Self.get(url.appending(path: path)).status == 404, "\(path)")
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
      #expect(try await Self.get(url, method: method).status == 405, "\(method)")
    }
    #expect(try await Self.get(url, method: "HEAD").status == 200)
    await server.stop()
  }

  @Test func aPortThatIsTakenIsAnErrorOnlyWhereItWasAskedFor() async throws {
    let first = PreviewServer()
    let url = try await first.start()
    let port = try #require(url.port)
    await #expect(throws: PreviewServer.Fault.portInUse(UInt16(port))) {
      _ = try await PreviewServer().start(port: UInt16(port))
    }
    let second = PreviewServer()
    #expect(try await second.start().port != port)
    await first.stop()
    await second.stop()
  }

  // MARK: Events

  @Test func tellsItsListenersWhatIsNew() async throws {
    let server = PreviewServer()
    let url = try await server.start(port: 0)
    server.show(PreviewState(), over: Self.report("first"))
    let listeners = (0..<3).map { _ in
      EventListener(url.appending(path: "octavo/events"))
    }
    for listener in listeners {
      let state = try #require(await listener.state { $0.version == 1 })
      #expect(state.problems.isEmpty)
    }
    var state = PreviewState()
    state.problems = [.init(error: "a \"quoted\"\nmessage")]
    server.show(state)
    for listener in listeners {
      let state = try #require(await listener.state { !$0.problems.isEmpty })
      #expect(state.version == 1, "the report is that of before")
      #expect(state.problems[0].message == "a \"quoted\"\nmessage")
    }
    server.show(PreviewState(), over: Self.report("second"))
    for listener in listeners {
      let state = try #require(await listener.state { $0.version == 2 })
      #expect(state.problems.isEmpty)
    }
    await server.stop()
    for listener in listeners { #expect(await listener.hasEnded()) }
  }
}

/// Listens to server-sent events, as a browser's `EventSource` does.
private final class EventListener: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  struct State: Decodable {
    struct Problem: Decodable { var message: String }
    var version: Int
    var problems: [Problem]
  }

  private let lock = NSLock()
  private var received = Data()
  private var isOver = false

  init(_ url: URL) {
    super.init()
    let session = URLSession(configuration: .default, delegate: self, delegateQueue: nil)
    session.dataTask(with: url).resume()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    lock.withLock { received += data }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    lock.withLock { isOver = true }
    session.finishTasksAndInvalidate()
  }

  /// The latest state, once it is such a one.
  func state(where isWanted: (State) -> Bool) async -> State? {
    await eventually {
      let text = lock.withLock { String(decoding: received, as: UTF8.self) }
      let data = text.components(separatedBy: "\n\n").dropLast().last { $0.contains("data: ") }?
        .components(separatedBy: "data: ").last
      guard let data, let state = try? JSONDecoder().decode(State.self, from: Data(data.utf8)),
        isWanted(state)
      else { return nil }
      return state
    }
  }

  func hasEnded() async -> Bool {
    await eventually { lock.withLock { isOver } ? true : nil } ?? false
  }

  private func eventually<Value>(_ value: () -> Value?) async -> Value? {
    for _ in 0..<6000 {
      if let value = value() { return value }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }
}
