import Foundation
import OctavoReport

/// The report as it is served: with a script that exchanges it for the next one. The script is the
/// server's; a report has none.
struct PreviewPage {
  static let scriptPath = "/octavo/preview.js"
  static let eventsPath = "/octavo/events"

  /// What the report allows, its own server's script, and asking that server.
  static let contentSecurityPolicy =
    Page.contentSecurityPolicy + "; script-src 'self'; connect-src 'self'"

  let bytes: Data

  /// - Parameters:
  ///   - report: the page that would be written to a file.
  ///   - version: grows from page to page.
  ///   - server: names the server's process.
  init(of report: String, version: Int, server: String) {
    var html = report
    if let policy = html.firstRange(of: Page.contentSecurityPolicy) {
      html.replaceSubrange(policy, with: Self.contentSecurityPolicy)
    }
    if let end = html.firstRange(of: "</head>") {
      let attributes = "data-version=\"\(version)\" data-server=\"\(server)\""
      html.replaceSubrange(
        end, with: "<script src=\"\(Self.scriptPath)\" \(attributes) defer=\"\"></script></head>")
    }
    bytes = Data(html.utf8)
  }

  /// What is served before there is a report.
  static func empty(server: String) -> Data {
    PreviewPage(
      of:
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>Octavo</title></head>"
        + "<body><main></main></body></html>\n", version: 0, server: server
    ).bytes
  }
}
