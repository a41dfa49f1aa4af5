import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// What a report makes of many constructs of Markdown, each compared with what the specifications
/// of CommonMark and of GitHub's Markdown ask for: the elements and the text.
///
/// A file of `Constructs` holds one after the other: `=== name`, the Markdown, `---`, and the HTML.
/// What serves only for the looks of a report (`div`, `span`, icons) is passed over.
@Suite struct ConstructsTests {
  struct Construct: CustomStringConvertible, Sendable {
    var name: String
    var markdown: String
    var html: String
    var description: String { name }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Constructs")

  static func constructs(_ file: String) -> [Construct] {
    let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
    return ("\n" + text).components(separatedBy: "\n=== ").dropFirst().compactMap { entry in
      guard let nameEnd = entry.firstIndex(of: "\n"),
        let line = entry.range(of: "\n---\n", options: .backwards)
      else { return nil }
      return Construct(
        name: String(entry[..<nameEnd]),
        markdown: String(entry[entry.index(after: nameEnd)..<line.lowerBound]),
        html: String(entry[line.upperBound...]))
    }
  }

  static let github = constructs("github.txt")
  static let commonMark = constructs("commonmark.txt")

  @Test func thereAreMany() {
    #expect(Self.github.count >= 200)
    #expect(Self.commonMark.count >= 100)
  }

  @Test(arguments: github + commonMark)
  func comesOutAsSpecified(construct: Construct) {
    let looks: Set = ["div", "span", "svg", "path", "circle"]
    let notebook = Notebook.read(Source(path: "x.md", text: construct.markdown))
    // So are the links of headings to themselves.
    let html = SpecificationTests.html(of: notebook)
      .replacing(/<a class="anchor"[^>]*><\/a>/, with: "")
    let ours = Structure(html, passingOver: looks)
    #expect(ours.tokens == Structure(construct.html, passingOver: looks).tokens)
  }
}
