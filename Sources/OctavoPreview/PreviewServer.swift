import FlyingFox
import FlyingSocks
import Foundation
import OctavoBase
import Synchronization

/// Serves a report to this machine's browsers, and tells them when there is another one.
public final class PreviewServer: Sendable {
  /// Why no server can be started.
  public enum Fault: Error, Hashable, Sendable {
    /// Another program has the port.
    case portInUse(UInt16)
    /// The system does not give the port to this user.
    case portNotAllowed(UInt16)
    case other(String)
  }

  private struct Content {
    var page: Data
    var state = PreviewState()
  }

  /// It listens on this address alone.
  private static let address = "127.0.0.1"
  /// The first that is tried where none is asked for, and how many.
  public static let usualPort: UInt16 = 8765
  static let usualPortCount: UInt16 = 20
  /// The library's own 15 s can pass before an answer's turn comes on a machine that computes.
  private static let timeout: TimeInterval = 600

  private let content: Mutex<Content>
  private let channel = EventChannel()
  private let name: String
  private let running = Mutex<(server: HTTPServer, task: Task<Void, any Error>)?>(nil)

  public init() {
    let name = UUID().uuidString
    self.name = name
    content = Mutex(Content(page: PreviewPage.empty(server: name)))
  }

  // MARK: What is served

  /// Shows another state above the report.
  ///
  /// - Parameter report: the page that would be written to a file; `nil` for the one that is served
  ///   already.
  public func show(_ state: PreviewState, over report: String? = nil) {
    content.withLock { content in
      var version = content.state.version
      if let report {
        version += 1
        content.page = PreviewPage(of: report, version: version, server: name).bytes
      }
      content.state = state
      content.state.version = version
      content.state.server = name
    }
    send()
  }

  private func send() {
    let state = content.withLock { $0.state }
    guard let json = try? JSONEncoder.stable().encode(state) else { return }
    channel.send(String(decoding: json, as: UTF8.self), as: "state")
  }

  // MARK: The server

  /// - Parameter port: `nil` for the first of the usual ones that is free, 0 for any.
  /// - Returns: The address to open.
  /// - Throws: `Fault`.
  public func start(port: UInt16? = nil) async throws -> URL {
    guard let port else {
      for port in Self.usualPort..<Self.usualPort + Self.usualPortCount {
        do { return try await start(on: port) } catch Fault.portInUse { continue }
      }
      return try await start(on: 0)
    }
    return try await start(on: port)
  }

  private func start(on port: UInt16) async throws -> URL {
    let server = HTTPServer(
      address: try .inet(ip4: Self.address, port: port), timeout: Self.timeout,
      pool: .ePoll(triggering: .level), logger: .disabled,
      handler: ClosureHTTPHandler { [self] in answer($0) })
    // Whichever comes first: that it listens, or why it cannot.
    let (starts, start) = AsyncStream.makeStream(of: (any Error)?.self)
    let task = Task {
      do { try await server.run() } catch {
        start.yield(error)
        throw error
      }
    }
    Task {
      try? await server.waitUntilListening(timeout: Self.timeout)
      start.yield(nil)
    }
    do {
      if let error = await starts.first(where: { _ in true }) ?? nil { throw error }
    } catch SocketError.failed(_, let code, let message) {
      switch code {
      case EADDRINUSE: throw Fault.portInUse(port)
      case EACCES: throw Fault.portNotAllowed(port)
      default: throw Fault.other(message)
      }
    } catch {
      throw Fault.other(error.localizedDescription)
    }
    guard case .ip4(_, let listening)? = await server.listeningAddress,
      let url = URL(string: "http://\(Self.address):\(listening)/")
    else { throw Fault.other("the server has no address") }
    running.withLock { $0 = (server, task) }
    beat()
    return url
  }

  private func beat() {
    Task { [weak self] in
      while true {
        try await Task.sleep(for: .seconds(5))
        guard let self, running.withLock({ $0 != nil }) else { return }
        channel.beat()
      }
    }
  }

  public func stop() async {
    channel.close()
    let ended = running.withLock { running in
      defer { running = nil }
      return running
    }
    await ended?.server.stop(timeout: 0.2)
    ended?.task.cancel()
  }

  // MARK: Answers

  private func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard LoopbackHost.isNamed(in: request.headers[.host]) else {
      return text(
        "This preview answers requests to 127.0.0.1 and localhost alone.\n", .misdirectedRequest)
    }
    // With a whole address in place of a path, the header would not be what names the host.
    guard request.target.path().hasPrefix("/") else {
      return text("This preview takes a path, and not a whole address.\n", .badRequest)
    }
    guard request.method == .GET || request.method == .HEAD else {
      return text("This preview can only be read.\n", .methodNotAllowed)
    }
    var response: HTTPResponse
    switch request.path {
    case "/":
      response = body(content.withLock { $0.page }, "text/html; charset=utf-8")
      response.headers[.contentSecurityPolicy] =
        PreviewPage.contentSecurityPolicy + "; frame-ancestors 'none'"
    case PreviewPage.scriptPath:
      response = body(Data(PreviewScript.text.utf8), "text/javascript; charset=utf-8")
    case PreviewPage.eventsPath where request.method == .GET:
      response = HTTPResponse(
        statusCode: .ok, headers: Self.headers("text/event-stream"),
        body: HTTPBodySequence(from: EventBody(channel: channel)))
    default:
      return text(
        "The preview serves the report alone, and not `\(request.path)`: links from the report to other "
          + "files work in the file that `octavo run` writes.\n", .notFound)
    }
    if request.method == .HEAD { response.payload = .httpBody(HTTPBodySequence()) }
    return response
  }

  private func text(_ text: String, _ status: HTTPStatusCode) -> HTTPResponse {
    var response = body(Data(text.utf8), "text/plain; charset=utf-8")
    response.statusCode = status
    return response
  }

  private func body(_ data: Data, _ type: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok, headers: Self.headers(type),
      body: HTTPBodySequence(data: data, suggestedBufferSize: 1 << 16))
  }

  private static func headers(_ type: String) -> HTTPHeaders {
    [
      .contentType: type, .cacheControl: "no-store", .contentTypeOptions: "nosniff",
      .resourcePolicy: "same-origin", .referrerPolicy: "no-referrer",
    ]
  }
}

extension HTTPHeader {
  fileprivate static let contentSecurityPolicy = HTTPHeader("Content-Security-Policy")
  fileprivate static let contentTypeOptions = HTTPHeader("X-Content-Type-Options")
  fileprivate static let resourcePolicy = HTTPHeader("Cross-Origin-Resource-Policy")
  fileprivate static let referrerPolicy = HTTPHeader("Referrer-Policy")
}

extension HTTPStatusCode {
  fileprivate static let misdirectedRequest = HTTPStatusCode(421, phrase: "Misdirected Request")
}
