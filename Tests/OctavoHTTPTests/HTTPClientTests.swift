import FlyingFox
import Foundation
import OctavoBase
import OctavoHTTP
import Testing

/// Requests to a server in the same process.
@Suite struct HTTPClientTests {
  /// Sends from a thread of its own, as the client blocks.
  private func sending<T: Sendable>(
    _ body: @escaping @Sendable () throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
  }

  private func failure(_ body: @escaping @Sendable () throws -> Data) async throws -> HTTPFailure {
    do {
      _ = try await sending(body)
    } catch let failure as HTTPFailure {
      return failure
    }
    throw CocoaError(.featureUnsupported)
  }

  /// A server that says what it was asked, and how.
  private func start() async throws -> (HTTPServer, URL) {
    let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
    await server.appendRoute("/refused") { _ in
      HTTPResponse(statusCode: .badRequest, body: Data("{\"message\":\"no such run\"}".utf8))
    }
    await server.appendRoute("/away") { _ in
      HTTPResponse(statusCode: .movedPermanently, headers: [.location: "http://elsewhere.test/"])
    }
    await server.appendRoute("/secret") { _ in HTTPResponse(statusCode: .unauthorized) }
    await server.appendRoute("/gone") { _ in HTTPResponse(statusCode: .notFound) }
    await server.appendRoute("/slow") { _ in
      try await Task.sleep(for: .seconds(20))
      return HTTPResponse(statusCode: .ok)
    }
    await server.appendRoute("/page") { _ in
      HTTPResponse(statusCode: .ok, body: Data("<html>".utf8))
    }
    await server.appendRoute("*") { request in
      let members: [(String, JSON)] = [
        ("method", .string(request.method.rawValue)), ("path", .string(request.path)),
        ("query", .array(request.query.map { .array([.string($0.name), .string($0.value)]) })),
        ("authorization", .string(request.headers[.authorization] ?? "")),
        ("type", .string(request.headers[.contentType] ?? "")),
        ("body", .string(String(decoding: try await request.bodyData, as: UTF8.self))),
      ]
      return HTTPResponse(statusCode: .ok, body: Data(JSON.object(members).compactText.utf8))
    }
    Task { try await server.run() }
    try await server.waitUntilListening()
    guard case .ip4(_, let port)? = await server.listeningAddress else {
      throw CocoaError(.featureUnsupported)
    }
    return (server, try #require(URL(string: "http://127.0.0.1:\(port)")))
  }

  @Test func bodiesAndAddressesArriveAsTheyWereSent() async throws {
    let (server, url) = try await start()
    let client = HTTPClient(url.appending(path: "sub"), headers: ["Authorization": "Bearer t"])
    let answer = try await sending {
      try client.json(
        "POST", "api/a b=1,2?%41.png", query: [("name", "ä&=+ b")], .object([("x", 1.5)]))
    }
    #expect(answer["method"] == "POST")
    #expect(answer["path"] == "/sub/api/a b=1,2?%41.png")
    #expect(answer["query"] == [["name", "ä&=+ b"]])
    #expect(answer["authorization"] == "Bearer t")
    #expect(answer["type"] == "application/json")
    #expect(answer["body"] == "{\"x\":1.5}")
    await server.stop()
  }

  /// A password becomes a header, and no message shows it.
  @Test func credentialsOfTheAddressBecomeAHeader() async throws {
    let (server, url) = try await start()
    let address = url.absoluteString.replacing("//", with: "//me:p%40ss@")
    let client = HTTPClient(try #require(URL(string: address)))
    let answer = try await sending { try client.json("GET", "x") }
    #expect(answer["authorization"] == "Basic bWU6cEBzcw==")
    #expect(client.base == url)
    let failure = try await failure { try client.send("GET", "secret") }
    #expect(failure.status == 401)
    #expect(failure.description.contains("name and password or for a token"))
    #expect(!failure.description.contains("p%40ss"))
    await server.stop()
  }

  @Test func aRefusalSaysWhatTheServerSaid() async throws {
    let (server, url) = try await start()
    let client = HTTPClient(url)
    let refused = try await failure { try client.send("POST", "refused", body: Data()) }
    #expect(refused.status == 400 && !refused.isTransient)
    #expect(
      refused.description == "\(url)/refused: the server answered with status 400: no such run")
    let gone = try await failure { try client.send("GET", "gone") }
    #expect(
      gone.description.hasSuffix("status 404; check that the address is that of the right server"))
    let redirected = try await failure { try client.send("GET", "away") }
    #expect(
      redirected.description.hasSuffix("redirects to `http://elsewhere.test/`; give that address"))
    await server.stop()
  }

  @Test func aServerThatIsNotThereOrSlowIsTold() async throws {
    let (server, url) = try await start()
    let client = HTTPClient(url)
    let start = ContinuousClock.now
    let slow = try await failure { try client.send("GET", "slow", timeout: .milliseconds(300)) }
    #expect(start.duration(to: .now) < .seconds(10))
    #expect(slow.isTransient)
    #expect(slow.description.contains("did not answer within 0.3"), "\(slow)")
    await server.stop()
    let gone = try await failure { try client.send("GET", "x") }
    #expect(gone.isTransient && gone.status == nil)
    #expect(gone.description.contains("cannot be reached"), "\(gone)")
  }

  @Test func anAnswerThatIsNoJSONIsTold() async throws {
    let (server, url) = try await start()
    let client = HTTPClient(url)
    let failure = try await failure {
      Data(try client.json("GET", "page").compactText.utf8)
    }
    #expect(failure.description.hasPrefix("\(url)/page: the answer is no JSON: "), "\(failure)")
    await server.stop()
  }

  /// Several threads may wait at once.
  @Test func requestsOverlap() async throws {
    let (server, url) = try await start()
    let client = HTTPClient(url)
    let bodies = try await withThrowingTaskGroup(of: String?.self) { group in
      for index in 0..<20 {
        group.addTask {
          try await sending { try client.json("PUT", "x", .integer(index))["body"]?.string }
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1 ?? "") }
    }
    #expect(bodies == Set((0..<20).map(String.init)))
    await server.stop()
  }
}
