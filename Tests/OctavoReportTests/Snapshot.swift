import Foundation
import OctavoReport
import Testing

/// Compares a piece of a page with the one kept in `Snapshots`. `OCTAVO_RECORD=1` writes it anew,
/// to be read in review.
func expectSnapshot(
  _ node: HTMLNode, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  let file = folder.appendingPathComponent("Snapshots/\(name).html")
  // One tag a line, so that a difference shows where it is.
  let text = HTMLWriter.fragment(node).replacing("><", with: ">\n<") + "\n"
  if ProcessInfo.processInfo.environment["OCTAVO_RECORD"] == "1" {
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
  let kept = try String(contentsOf: file, encoding: .utf8)
  #expect(text == kept, "differs from \(name).html", sourceLocation: sourceLocation)
}
