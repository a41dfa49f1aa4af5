import Foundation
import OctavoBase

/// Prints a page to PDF by an installed Chromium or Chrome.
///
/// Chromium needs scripts for printing. So what is printed is drawn by this program, and never a file
/// that somebody may have put a script into.
struct PagePrinter {
  /// Whether the browser runs without its sandbox, as it must when root starts it.
  let hasSandbox: Bool

  /// - Parameters:
  ///   - page: HTML without scripts.
  ///   - place: the file that the PDF is for, which is not written yet.
  func print(_ page: String, for place: URL) throws -> [UInt8] {
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
    let name = UUID().uuidString
    let files = ["pdf", "html"].map {
      place.deletingLastPathComponent().appending(path: "\(name).\($0)")
    }
    let (printed, drawn) = (files[0], files[1])
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    guard (try? Data(page.utf8).write(to: drawn)) != nil else {
      throw CommandError(
        "`\(drawn.deletingLastPathComponent().relativePath)` cannot be written.", .cannotWrite)
    }
    let process = Process()
    process.executableURL = browser
    process.arguments =
      (hasSandbox ? [] : ["--no-sandbox"]) + [
        "--headless", "--disable-gpu", "--no-pdf-header-footer",
        "--print-to-pdf=\(printed.absoluteURL.standardized.path)",
        drawn.absoluteURL.absoluteString,
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
