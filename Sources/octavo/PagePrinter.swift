import Foundation
import OctavoBase

/// Prints a page to PDF by an installed Chromium or Chrome.
struct PagePrinter {
  /// Whether the browser runs without its sandbox, as it must when root starts it.
  let hasSandbox: Bool

  /// - Parameter place: the file that the PDF is for, which is not written yet.
  func print(_ page: URL, for place: URL) throws -> [UInt8] {
    guard FileStatus(page)?.isFolder == false else {
      throw CommandError("There is no report `\(page.relativePath)`.", .wrongNotebook)
    }
    guard geteuid() != 0 || !hasSandbox else {
      throw CommandError(
        "Chromium has no sandbox when root starts it. Export as another user, or add `--no-sandbox` "
          + "if you trust the report.")
    }
    guard let browser = Self.browser else {
      throw CommandError(
        "A PDF needs Chromium or Chrome: install one, or print the report from any browser.",
        .cannotWrite)
    }
    // A confined browser may not be able to write to the folder for temporary files.
    let printed = place.deletingLastPathComponent().appending(path: "\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: printed) }
    let process = Process()
    process.executableURL = browser
    process.arguments =
      (hasSandbox ? [] : ["--no-sandbox"]) + [
        "--headless", "--disable-gpu", "--no-pdf-header-footer",
        "--blink-settings=scriptEnabled=false",
        "--print-to-pdf=\(printed.standardized.path)", page.absoluteURL.absoluteString,
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let hasStarted = (try? process.run()) != nil
    if hasStarted { process.waitUntilExit() }
    guard hasStarted, process.terminationStatus == 0, let bytes = try? Data(contentsOf: printed),
      bytes.starts(with: Data("%PDF".utf8))
    else {
      throw CommandError(
        "`\(browser.path)` could not print to `\(place.relativePath)`.", .cannotWrite)
    }
    return [UInt8](bytes)
  }

  private static var browser: URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
    return names.lazy.flatMap { name in
      folders.lazy.map { URL(filePath: String($0)).appending(path: name) }
    }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
