import Foundation
import OctavoBase

/// Why a request has not been answered as it should.
public struct HTTPFailure: LocalizedError, Sendable, CustomStringConvertible {
  public enum Cause: Error, Sendable {
    /// In words of the system.
    case unreachable(String)
    case timedOut(Duration)
    /// Foundation speaks HTTP with libcurl, which an installed program can be without.
    case missingLibrary
    /// The answer's status is not one of success.
    case refused(status: Int, Data, location: String?)
    case notJSON(JSONError)
  }

  public let method: String
  public let url: URL
  public let cause: Cause

  init(_ method: String, _ url: URL, _ cause: Cause) {
    (self.method, self.url, self.cause) = (method, url, cause)
  }

  /// `nil` where the server has not answered.
  public var status: Int? {
    if case .refused(let status, _, _) = cause { status } else { nil }
  }

  /// What the server said of a refusal, as JSON; `nil` where it is none.
  public var answer: JSON? {
    guard case .refused(_, let body, _) = cause else { return nil }
    return try? JSON(parsing: body)
  }

  /// Whether the same request may succeed later.
  public var isTransient: Bool {
    switch cause {
    case .unreachable, .timedOut: true
    case .refused(let status, _, _): [408, 425, 429, 500, 502, 503, 504].contains(status)
    case .notJSON, .missingLibrary: false
    }
  }

  public var errorDescription: String? { description }

  public var description: String { "\(url.absoluteString): \(reason)" }

  private var reason: String {
    switch cause {
    case .unreachable(let words):
      return "the server cannot be reached (\(words)); check its address and whether it is running"
    case .timedOut(let limit):
      return
        "the server did not answer within \(DurationText.text(seconds: limit / Duration.seconds(1)))"
    case .missingLibrary:
      return "HTTP needs libcurl, which is not installed; on Debian and Ubuntu, install libcurl4"
    case .notJSON(let error):
      return "the answer is no JSON: \(error); check that the address is that of the right server"
    case .refused(let status, _, let location) where 300..<400 ~= status:
      let target = location.map { " to `\($0)`" } ?? ""
      return "the server redirects\(target); give that address"
    case .refused(401, _, _):
      return "the server asks for a user's name and password or for a token (status 401)"
    case .refused(403, _, _):
      return "the server does not allow \(method) to this user (status 403)"
    case .refused(let status, let body, _):
      let words = Self.excerpt(body)
      let remedy = status == 404 ? "; check that the address is that of the right server" : ""
      return "the server answered with status \(status)" + (words.isEmpty ? remedy : ": \(words)")
    }
  }

  /// The message of an answer: a member of its JSON, or its first line.
  private static func excerpt(_ body: Data) -> String {
    let json = try? JSON(parsing: body)
    let text =
      json?["message"]?.string ?? json?["detail"]?.string ?? json?["error"]?.string
      ?? String(decoding: body.prefix(2_000), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first ?? ""
    return line.count > 300 ? line.prefix(300) + "…" : String(line)
  }
}
