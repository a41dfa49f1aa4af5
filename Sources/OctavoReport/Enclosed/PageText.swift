import Foundation
import OctavoBase

/// What a page says and shows, line by line, without what a browser or a mail program may change
/// when it saves the page: the spelling of markup, white space, and where links lead.
package struct PageText: Sendable {
  package struct Line: Hashable, Sendable {
    /// Without white space at the ends, and with single spaces within.
    package var text: String
    /// The elements that begin in the line, with what decides how they look.
    package var marks: [String]
  }

  package private(set) var lines: [Line] = []
  /// For each line the heading above it.
  package private(set) var headings: [String] = []
  /// The images that the page carries, by the SHA-256 of their bytes.
  package private(set) var images: [String: [UInt8]] = [:]

  private var text = ""
  private var marks: [String] = []
  private var heading = ""
  private var isHeading = false
  private var isPreformatted = false
  private var isStyle = false

  package init(_ page: String) { self.init(Array(page.utf8)) }

  package init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    PageReader.read(bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes) {
      take($0)
    }
    endLine()
  }

  /// Of lines and marks.
  package var hash: String {
    var hasher = ContentHasher()
    for line in lines {
      hasher.update(line.text)
      for mark in line.marks { hasher.update(mark) }
    }
    return hasher.finished().description
  }

  /// Of the text alone without its white space, which some mail programs change.
  package var wordsHash: String {
    let words = lines.lazy.map(\.text).joined().utf8.filter { !$0.isSpace }
    return ContentHash(of: Array(words)).description
  }

  private mutating func take(_ token: PageReader.Token) {
    switch token {
    case .text(let string): take(string)
    case .start(let name, let attributes): begin(name, attributes)
    case .end(let name): end(name)
    }
  }

  private mutating func take(_ string: String) {
    if isStyle {
      let rules = string.utf8.filter { !$0.isSpace }
      marks.append("style " + ContentHash(of: Array(rules)).description)
      return
    }
    guard isPreformatted else {
      text += string
      return
    }
    let lines = string.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      if index > 0 { endLine() }
      text += line
    }
  }

  private mutating func begin(_ name: String, _ attributes: [PageReader.Attribute]) {
    if name == "br" { return endLine() }
    if Self.ignored.contains(name) { return endLine() }
    let isInline = Self.inline.contains(name)
    if !isInline { endLine() }
    marks.append(mark(name, attributes))
    switch name {
    case "pre": isPreformatted = true
    case "style": isStyle = true
    case "h1", "h2", "h3", "h4", "h5", "h6": isHeading = true
    default: break
    }
    if Self.shapes.contains(name) { addLine() }
  }

  private mutating func end(_ name: String) {
    guard !Self.inline.contains(name) else { return }
    endLine()
    if isStyle { addLine() }
    switch name {
    case "pre": isPreformatted = false
    case "style": isStyle = false
    case "h1", "h2", "h3", "h4", "h5", "h6": isHeading = false
    default: break
    }
  }

  /// What begins before any text belongs to the line to come.
  private mutating func endLine() {
    let words = text.utf8.split(whereSeparator: \.isSpace)
    guard !words.isEmpty else {
      text = ""
      return
    }
    text = words.map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: " ")
    if isHeading { heading = text }
    addLine()
  }

  private mutating func addLine() {
    lines.append(Line(text: text, marks: marks))
    headings.append(heading)
    (text, marks) = ("", [])
  }

  private mutating func mark(_ name: String, _ attributes: [PageReader.Attribute]) -> String {
    var mark = name
    for attribute in attributes {
      if attribute.name == "src" {
        mark += " src=\(hash(ofImage: attribute.value))"
      } else if Self.significant.contains(attribute.name) {
        let words = attribute.value.utf8.split(whereSeparator: \.isSpace)
        let value = words.map { String(decoding: Array($0), as: UTF8.self) }
        mark += " \(attribute.name)=\(value.joined(separator: " "))"
      }
    }
    return mark
  }

  private mutating func hash(ofImage address: String) -> String {
    guard address.hasPrefix("data:"), let comma = address.firstIndex(of: ","),
      let data = Data(
        base64Encoded: String(address[comma...].dropFirst()), options: .ignoreUnknownCharacters)
    else { return address }
    let hash = ContentHash(of: data).description
    images[hash] = [UInt8](data)
    return hash
  }

  /// Elements that a browser adds, or that show nothing.
  private static let ignored: Set = ["html", "head", "body", "meta", "link", "base", "tbody"]

  private static let inline: Set = [
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "img", "input", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "tspan", "u", "var",
  ]

  private static let shapes: Set = ["circle", "line", "path", "polygon", "polyline", "rect"]

  /// What decides how an element looks. Where links lead is not among it: browsers complete addresses
  /// when they save a page.
  private static let significant: Set = [
    "alt", "aria-label", "checked", "class", "colspan", "cx", "cy", "d", "fill", "height", "hidden",
    "points", "r", "rowspan", "start", "style", "title", "transform", "viewbox", "width", "x", "x1",
    "x2", "y", "y1", "y2",
  ]
}
