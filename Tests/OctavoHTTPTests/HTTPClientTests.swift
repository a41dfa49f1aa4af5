import Foundation
import LocalServer
import OctavoBase
import OctavoHTTP
import Synchronization
import Testing

/// Requests to a server in the same process.
@Suite struct HTTPClientTests {
  private func failure(_ body: () throws -> Data) throws -> HTTPFailure {
    try #require(#expect(throws: HTTPFailure.self) { _ = try body() })
  }

  /// A server that says what it was asked, and how.
  private func start() throws -> (LocalServer, URL) {
    let server = try LocalServer { request in
      switch request.path {
      case "/refused": return .init(400, #"{"message":"no such run"}"#)
      case "/away": return .init(301, headers: ["Location": "http://elsewhere.test/"])
      case "/secret": return .init(401)
      case "/gone": return .init(404)
      case "/slow":
        Thread.sleep(forTimeInterval: 60)
        return .init()
      case "/page": return .init(200, "<html>")
      default:
        let members: [(String, JSON)] = [
          ("method", .string(request.method)), ("path", .string(request.path)),
          (
            "query",
            .array(request.query.map { .array([.string($0.name), .string($0.value ?? "")]) })
          ),
          ("authorization", .string(request.headers["authorization"] ?? "")),
          ("type", .string(request.headers["content-type"] ?? "")),
          ("body", .string(String(decoding: request.body, as: UTF8.self))),
        ]
        return .init(200, JSON.object(members).compactText)
      }
    }
    return (server, try #require(URL(string: server.address)))
  }

  @Test func bodiesAndAddressesArriveAsTheyWereSent() throws {
    let (server, url) = try start()
    let client = HTTPClient(url.appending(path: "sub"), headers: ["Authorization": "Bearer t"])
    let answer = try client.json(
      "POST", "api/a b=1,2?%41.png", query: [("name", "ä&=+ b")], .object([("x", 1.5)]))
    #expect(answer["method"] == "POST")
    #expect(answer["path"] == "/sub/api/a b=1,2?%41.png")
    #expect(answer["query"] == [["name", "ä&=+ b"]])
    #expect(answer["authorization"] == "Bearer t")
    #expect(answer["type"] == "application/json")
    #expect(answer["body"] == "{\"x\":1.5}")
    server.stop()
  }

  /// A password becomes a header, and no message shows it.
  @Test func credentialsOfTheAddressBecomeAHeader() throws {
    let (server, url) = try start()
    let address = url.absoluteString.replacing("//", with: "//me:p%40ss@")
    let client = HTTPClient(try #require(URL(string: address)))
    let answer = try client.json("GET", "x")
    #expect(answer["authorization"] == "Basic bWU6cEBzcw==")
    #expect(client.base == url)
    let failure = try failure { try client.send("GET", "secret") }
    #expect(failure.status == 401)
    #expect(failure.description.contains("name and password or for a token"))
    #expect(!failure.description.contains("p%40ss"))
    server.stop()
  }

  @Test func aRefusalSaysWhatTheServerSaid() throws {
    let (server, url) = try start()
    let client = HTTPClient(url)
    let refused = try failure { try client.send("POST", "refused", body: Data()) }
    #expect(refused.status == 400 && !refused.isTransient)
    #expect(
      refused.description == "\(url)/refused: the server answered with status 400: no such run")
    let gone = try failure { try client.send("GET", "gone") }
    #expect(
      gone.description.hasSuffix("status 404; check that the address is that of the right server"))
    let redirected = try failure { try client.send("GET", "away") }
    #expect(
      redirected.description.hasSuffix("redirects to `http://elsewhere.test/`; give that address"))
    server.stop()
  }

  @Test func aServerThatIsNotThereOrSlowIsTold() throws {
    let (server, url) = try start()
    let client = HTTPClient(url)
    let start = ContinuousClock.now
    let slow = try failure { try client.send("GET", "slow", timeout: .milliseconds(300)) }
    #expect(start.duration(to: .now) < .seconds(30))
    #expect(slow.isTransient)
    #expect(slow.description.contains("did not answer within 0.3"), "\(slow)")
    server.stop()
    let gone = try failure { try client.send("GET", "x") }
    #expect(gone.isTransient && gone.status == nil)
    #expect(gone.description.contains("cannot be reached"), "\(gone)")
  }

  @Test func anAnswerThatIsNoJSONIsTold() throws {
    let (server, url) = try start()
    let client = HTTPClient(url)
    let failure = try failure {
      Data(try client.json("GET", "page").compactText.utf8)
    }
    #expect(failure.description.hasPrefix("\(url)/page: the answer is no JSON: "), "\(failure)")
    server.stop()
  }

  /// Several threads may wait at once.
  @Test func requestsOverlap() throws {
    let (server, url) = try start()
    let client = HTTPClient(url)
    let bodies = Mutex<Set<String>>([])
    DispatchQueue.concurrentPerform(iterations: 20) { index in
      let answer = try? client.json("PUT", "x", .integer(index))
      bodies.withLock { _ = $0.insert(answer?["body"]?.string ?? "") }
    }
    #expect(bodies.withLock { $0 } == Set((0..<20).map(String.init)))
    server.stop()
  }
}
