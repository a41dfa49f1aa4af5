// Steps and configs that stand where nothing is run.
extension MarkdownReader {
  /// HTML continues to the next empty line, so that a step right under a tag is part of it. A
  /// closed comment may hold anything.
  mutating func noteBlocks(inHTML html: String, from firstLine: Int) {
    let lines = firstLine...firstLine + html.utf8.count { $0 == UInt8(ascii: "\n") }
    if html.hasPrefix("<!--") {
      let content = html.dropFirst(4)
      guard !content.contains("-->") || content.contains("<!--") else { return }
      warnOfBlocks(
        in: lines, "this line is part of the comment that line \(firstLine) opens, and is not run",
        remedy: "close the comment with `-->`, and quote no comment within another")
    } else if html.firstMatch(of: Self.literalElement) != nil {
      warnOfBlocks(
        in: lines, "this line is part of the HTML that line \(firstLine) opens, and is not run",
        remedy: "quote it within a longer fence, or write the HTML as Markdown")
    } else {
      refuseBlocks(inHTML: html, from: firstLine)
    }
  }

  /// What HTML takes literally, until its end and across empty lines.
  private static var literalElement: Regex<Substring> {
    /^\s*<(?:pre|script|style|textarea|[?!])/.ignoresCase()
  }

  private mutating func refuseBlocks(inHTML html: String, from firstLine: Int) {
    for (index, text) in html.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let fence = text.drop { $0 == " " }
      guard fence.hasPrefix("```") || fence.hasPrefix("~~~"), let sign = fence.first,
        let kind = Fence.kind(announcedBy: String(fence.drop { $0 == sign }))
      else { continue }
      diagnostics.append(
        Diagnostic(
          .blockNotRun, at: source.range(ofLine: firstLine + index),
          "a \(kind.rawValue) inside HTML is not run",
          remedy: "put an empty line above it"))
    }
  }

  /// Warns at the first of the lines that could be meant to open a step or a config.
  mutating func warnOfBlocks(in lines: ClosedRange<Int>, _ message: String, remedy: String) {
    let first = lines.clamped(to: 1...source.lines.count).first { number in
      MistypedFence(fenceLine: source.line(number)) != nil
    }
    guard let first else { return }
    diagnostics.append(
      Diagnostic(.blockNotRun, .warning, at: source.range(ofLine: first), message, remedy: remedy))
  }
}
