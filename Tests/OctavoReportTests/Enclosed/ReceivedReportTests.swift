import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// Pages that carry their notebook, as they come back from others.
@Suite struct ReceivedReportTests {
  private static let text =
    "---\r\ntitle: Everything\r\n---\r\n# Everything\n\nTwo words, 3 < 4 & “more” 🙂.\n\n"
    + SampleReport.records.map { "```step \($0.name)\nrun: \($0.operation)\n```\n\n" }.joined()
    + "No newline"

  private static func save(
    _ text: String = Self.text, mark: Bool = false, octavo: String = "test",
    showsTimings: Bool = true
  ) -> (page: String, saved: SavedRun) {
    let metadata = RunMetadata(
      octavo: octavo, arguments: ["n.md"], started: "2025-01-01T00:00:00Z", seconds: 1.5,
      host: "secret-host", processor: "p", threads: 2, notebookHash: "00")
    return Report.save(
      run: Run(
        notebook: "n", title: "Everything", seed: 3, params: ["width": 64],
        steps: SampleReport.records),
      notebook: Notebook.read(
        Source(path: "/nowhere/n.md", text: text, hasByteOrderMark: mark)),
      folder: URL(filePath: "/nowhere/outputs/n"), metadata: metadata, showsTimings: showsTimings)
  }

  private func verdict(_ page: String) throws -> PageVerdict {
    try ReceivedReport("n.html", page: Array(page.utf8)).verdict(version: "test")
  }

  private func isSame(_ page: String) throws -> Bool {
    if case .same(let lines) = try verdict(page) { lines > 50 } else { false }
  }

  @Test(arguments: [true, false])
  func anUntouchedPageIsTheSame(showsTimings: Bool) throws {
    let (page, saved) = Self.save(showsTimings: showsTimings)
    #expect(try isSame(page))
    let received = try ReceivedReport("n.html", page: Array(page.utf8))
    #expect(received.saved.notebook.text == saved.notebook.text)
    #expect(received.saved.run.steps.map(\.values) == saved.run.steps.map(\.values))
    #expect(received.saved.run.steps.map(\.shownItems) == saved.run.steps.map(\.shownItems))
    #expect(Markup(page).problem == nil)
  }

  @Test(arguments: [
    Self.text, "# A\r\n\r\nb\r\n", "# A\rb", "🙂\n\n\n", "x", "# A\n\n   trailing   \n\t\n",
  ])
  func theNotebookComesBackByteForByte(text: String) throws {
    for mark in [true, false] {
      let (page, _) = Self.save(text, mark: mark)
      let received = try ReceivedReport("n.html", page: Array(page.utf8))
      #expect(
        received.saved.notebook.bytes == (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8))
    }
  }

  /// A page must not say on which machine it was made.
  @Test func theHostIsNotCarried() throws {
    let (page, _) = Self.save()
    let received = try ReceivedReport("n.html", page: Array(page.utf8))
    #expect(received.metadata.host == "")
  }

  @Test func aChangedTextIsFound() throws {
    let (page, _) = Self.save()
    let changed = page.replacing("Two words, 3", with: "Two words, 5")
    guard case .changed(let places, let hashFits) = try verdict(changed) else {
      Issue.record("not found")
      return
    }
    #expect(places.count == 1 && !hashFits)
    #expect(places[0].contains("“Two words, 5 < 4"))
    #expect(places[0].contains("should be “Two words, 3 < 4"))
    #expect(places[0].contains("under “Everything”"))
  }

  /// Every element with an effect, one after another, taken out or turned into another.
  @Test func whateverIsChangedIsFound() throws {
    let (page, _) = Self.save()
    let changes = [
      ("<figcaption", "<div"), (" d=\"M", " d=\"M1 1M"), ("class=\"", "class=\"x "),
      ("<h1", "<h1 hidden=\"\""), ("</style>", "p{display:none}</style>"),
      ("<main", "<p>Added.</p><main"),
      ("src=\"data:image/png;base64,", "src=\"data:image/png;base64,AAAA"),
    ]
    for (old, new) in changes {
      guard let place = page.range(of: old) else {
        Issue.record("no \(old)")
        continue
      }
      let changed = page.replacingCharacters(in: place, with: new)
      let verdict = try verdict(changed)
      if case .changed = verdict { continue }
      Issue.record("\(old) to \(new): \(verdict)")
    }
  }

  @Test func aSectionThatWasRemovedIsFound() throws {
    let (page, _) = Self.save()
    let start = try #require(page.range(of: "<figure"))
    let end = try #require(page.range(of: "</figure>", range: start.upperBound..<page.endIndex))
    let changed = page.replacingCharacters(in: start.lowerBound..<end.upperBound, with: "")
    guard case .changed(let places, _) = try verdict(changed) else {
      Issue.record("not found")
      return
    }
    #expect(places.contains { $0.contains("is missing") || $0.contains("in place of") })
  }

  /// What browsers, editors and mail programs do to a page when they save or send it.
  @Test func otherSpellingsOfThePageAreTheSame() throws {
    let (page, _) = Self.save()
    #expect(try isSame("\u{FEFF}" + page))
    #expect(try isSame(page.replacing("\n", with: "\r\n")))
    #expect(try isSame("<!-- saved from url=(0014)about:internet -->\n" + page))
    #expect(try isSame(page.replacing("/>", with: ">")))
    #expect(try isSame(page.replacing("\u{A0}", with: "&nbsp;")))
    #expect(try isSame(page.replacing("&gt;", with: ">").replacing("&quot;", with: "&#34;")))
    #expect(try isSame(page.replacing("<td", with: "<TD").replacing("</p>", with: "</P >")))
    #expect(try isSame(page.replacing("<table>", with: "<table><tbody>")))
  }

  @Test func brokenLinesLeaveTheWordsAsTheyAre() throws {
    let (page, _) = Self.save()
    var wrapped = page.replacing("Two words", with: "Two wo\r\nrds")
    let links = wrapped.ranges(of: "base64,").reversed().prefix(2)
    for link in links {
      var index = wrapped.index(link.upperBound, offsetBy: 40)
      for _ in 0..<3 {
        wrapped.insert(contentsOf: "\r\n", at: index)
        index = wrapped.index(index, offsetBy: 30)
      }
    }
    guard case .spacing = try verdict(wrapped) else {
      Issue.record("\(try verdict(wrapped))")
      return
    }
  }

  @Test func aMessageThatHoldsThePageIsRead() throws {
    let (page, _) = Self.save()
    let coded = page.utf8.map { byte -> String in
      byte == 0x3D || byte > 0x7E || byte < 0x20
        ? "=" + String(format: "%02X", Int(byte))
        : String(UnicodeScalar(byte))
    }
    var lines = ""
    for (index, sign) in coded.enumerated() { lines += index % 60 == 59 ? sign + "=\r\n" : sign }
    let message =
      "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
      + "\ttype=\"text/html\";\r\n\tboundary=\"--part\"\r\n\r\n\r\n----part\r\n"
      + "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
      + lines + "\r\n----part--\r\n"
    #expect(try isSame(message))
  }

  @Test func anotherVersionsPageIsNotDrawnAgain() throws {
    let (page, _) = Self.save(octavo: "0.0.1")
    #expect(try verdict(page) == .drawnElsewhere(version: "0.0.1"))
    let changed = page.replacing("Two words, 3", with: "Two words, 5")
    #expect(try verdict(changed) == .changedElsewhere(version: "0.0.1"))
  }

  @Test func whatIsNoWholeReportIsRefused() throws {
    let (page, _) = Self.save()
    func message(_ page: String) -> String {
      do throws(ReceivedReport.Fault) {
        _ = try ReceivedReport("n.html", page: Array(page.utf8))
        return ""
      } catch {
        return error.message
      }
    }
    #expect(message("<!DOCTYPE html><html><p>x</p></html>").contains("did not write"))
    #expect(message(String(page.prefix(page.count / 2))).contains("ends in the middle"))
    let record = try #require(page.range(of: "data:application/gzip;base64,"))
    let old = page[..<record.lowerBound] + "#" + page[record.upperBound...]
    #expect(message(String(old)).contains("earlier version"))
    var damaged = page
    let place = damaged.index(record.upperBound, offsetBy: 60)
    let other = damaged[place] == "A" ? "B" : "A"
    damaged.replaceSubrange(place...place, with: other)
    #expect(message(damaged).contains("cannot be read"))
    let notebook = try #require(page.range(of: "data:text/markdown;charset=utf-8;base64,"))
    var exchanged = page
    exchanged.insert(contentsOf: "QUJD", at: notebook.upperBound)
    #expect(message(exchanged).contains("another notebook"))
  }
}
