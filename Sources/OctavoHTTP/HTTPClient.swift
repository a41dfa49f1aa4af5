import Foundation
import FoundationNetworking
import OctavoBase

/// Sends requests to one server, such as a tracker or a cluster, and waits for the answers.
///
/// A request blocks its thread, and several threads may send at once. Redirections are not followed:
/// the headers may hold a password, which is for this server alone.
public final class HTTPClient: Sendable {
  /// Without a user's name and password.
  public let base: URL
  private let headers: [String: String]
  private let timeout: Duration
  private let transfers: HTTPTransfers
  private let session: URLSession?

  private static let hasLibrary = dlopen("libcurl.so.4", RTLD_LAZY) != nil

  /// - Parameters:
  ///   - base: begins with `http:` or `https:`. A user's name and password in it become a header.
  ///   - headers: of every request.
  ///   - timeout: the most that a whole request may take.
  public init(_ base: URL, headers: [String: String] = [:], timeout: Duration = .seconds(30)) {
    var headers = headers
    if let user = base.user(percentEncoded: false) {
      let password = base.password(percentEncoded: false) ?? ""
      headers["Authorization"] = Self.basicAuthorization(user: user, password: password)
    }
    self.base = base.withoutCredentials
    self.headers = headers
    self.timeout = timeout
    transfers = HTTPTransfers()
    guard Self.hasLibrary else {
      session = nil
      return
    }
    let settings = URLSessionConfiguration.ephemeral
    settings.urlCache = nil
    session = URLSession(configuration: settings, delegate: transfers, delegateQueue: nil)
  }

  deinit { session?.finishTasksAndInvalidate() }

  /// The value of the header `Authorization` for a user's name and password.
  public static func basicAuthorization(user: String, password: String) -> String {
    "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
  }

  /// Sends a request and returns the body of the answer.
  ///
  /// - Parameters:
  ///   - path: from the base on, not percent-encoded.
  ///   - type: the media type of the body.
  ///   - timeout: the most that this request may take, in place of the client's.
  /// - Throws: also where the answer's status is not one of success.
  public func send(
    _ method: String, _ path: String, query: [(String, String)] = [], body: Data? = nil,
    type: String = "application/json", timeout: Duration? = nil
  ) throws(HTTPFailure) -> Data {
    var url = base.appending(path: path)
    guard let session else { throw HTTPFailure(method, url, .missingLibrary) }
    if !query.isEmpty {
      url.append(queryItems: query.map { URLQueryItem(name: $0.0, value: $0.1) })
    }
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.httpBody = body
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
    let limit = timeout ?? self.timeout
    request.timeoutInterval = limit / .seconds(1)
    let answer: HTTPTransfers.Answer
    switch transfers.run(session.dataTask(with: request), for: limit) {
    case .success(let completed): answer = completed
    case .failure(let cause): throw HTTPFailure(method, url, cause)
    }
    guard 200..<300 ~= answer.status else {
      throw HTTPFailure(
        method, url, .refused(status: answer.status, answer.body, location: answer.location))
    }
    return answer.body
  }

  /// Sends a request with a body of JSON, and reads the answer as JSON.
  public func json(
    _ method: String, _ path: String, query: [(String, String)] = [], _ body: JSON? = nil,
    timeout: Duration? = nil
  ) throws(HTTPFailure) -> JSON {
    let answer = try send(
      method, path, query: query, body: body.map { Data($0.compactText.utf8) }, timeout: timeout)
    do { return try JSON(parsing: answer) } catch {
      throw HTTPFailure(method, base.appending(path: path), .notJSON(error))
    }
  }
}

extension URL {
  /// The address without a user's name and password, as it may be shown.
  public var withoutCredentials: URL {
    var parts = URLComponents(url: self, resolvingAgainstBaseURL: true)
    parts?.user = nil
    parts?.password = nil
    return parts?.url ?? self
  }
}
