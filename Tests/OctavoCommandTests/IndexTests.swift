import Foundation
import Testing

/// `octavo index`, and `octavo diff` of several runs.
@Suite struct IndexTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Notebooks.table, to: "in/n.md")
    try place.run("run", "in/n.md")
  }

  @Test func listsTheRunsOfAFolder() throws {
    try place.write("x", to: "outputs/foreign/x")
    let ended = try place.run("index")
    #expect(ended.status == 0)
    #expect(ended.output == "outputs/index.html\n")
    #expect(ended.messages.contains("`foreign` is left out"))
    let page = String(decoding: try #require(place.data("outputs/index.html")), as: UTF8.self)
    #expect(page.contains("href=\"./n/index.html\""))
    #expect(page.contains("Numbers"))
    #expect(try place.run("index", "--table").output.contains("\nn         done "))
    // Its runs are as they were, so the page is, too.
    #expect(place.data("outputs/index.html") == Data(page.utf8))
  }

  @Test func damageIsSaidAndLeftOut() throws {
    try place.write("{", to: "outputs/n/report.json")
    let ended = try place.run("index")
    #expect(ended.status == 0)
    #expect(ended.messages.contains("`n` is left out: `outputs/n/report.json` is not as its run"))
  }

  @Test func whatIsNotItsOwnStays() throws {
    try place.write("<p>mine", to: "outputs/index.html")
    #expect(try place.run("index").status == 64)
    #expect(place.data("outputs/index.html") == Data("<p>mine".utf8))
    #expect(try place.run("index", "--take-over").status == 0)
    #expect(try place.run("index").status == 0)
    #expect(try place.run("index", "outputs/n").status == 64)
    #expect(try place.run("index", "gone").status == 64)
  }

  @Test func comparesAnyNumberOfRuns() throws {
    try place.run("run", "in/n.md", "-o", "two", "-p", "x=2")
    try place.run("run", "in/n.md", "-o", "three", "-p", "x=3")
    let same = try place.run("diff", "outputs/n", "outputs/n", "outputs/n")
    #expect(same.status == 0)
    let ended = try place.run("diff", "outputs/n", "two/n", "three/n", "--html", "page.html")
    #expect(ended.status == 2)
    let row = try #require(ended.output.split(separator: "\n").first { $0.hasPrefix("params.x") })
    #expect(
      row.split(separator: " ").map(String.init) == ["params.x", "1", "2", "(+1)", "3", "(+2)"])
    #expect(place.data("page.html") != nil)
    let json = try place.run("diff", "outputs/n", "two/n", "--json")
    let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let object = try #require(parsed as? [String: Any])
    #expect(object["same"] as? Bool == false)
    #expect(object["format"] as? Int == 1)
    #expect(try place.run("diff", "outputs/n").status == 64)
  }
}
