/// A tag of `<details>` or `<summary>` that begins a line or follows another one.
struct FoldingTag {
  var isSummary: Bool
  var isClosing: Bool
  /// Of `<details open>`.
  var isOpen: Bool
  /// As it was written.
  var source: String
  var range: SourceRange
}

/// Finds which `<details>` and `<summary>` belong together. One that has no partner stays text.
struct FoldedParts {
  typealias Element = MarkdownReader.Element

  private struct Frame {
    var tag: FoldingTag
    var summary: [Prose]?
    var elements: [Element] = []
  }

  private(set) var elements: [Element] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var open: [Frame] = []
  /// How many summaries had no place: their ends need no word of their own.
  private var summariesAsText = 0
  private let depth: Int

  /// - Parameter depth: Of the container: no deeper than a limit is anything nested.
  init(_ pieces: [MarkdownReader.Piece], depth: Int) {
    self.depth = depth
    for piece in pieces {
      switch piece {
      case .element(let element): add([element])
      case .caption(let caption): add([.prose(.paragraph(caption.asWritten))])
      case .tag(let tag): tag.isClosing ? close(tag) : open(tag)
      }
    }
    while !open.isEmpty { giveUp() }
  }

  private mutating func add(_ more: [Element]) {
    if open.isEmpty {
      elements += more
    } else {
      open[open.count - 1].elements += more
    }
  }

  private mutating func open(_ tag: FoldingTag) {
    let isInDetails = open.last.map { !$0.tag.isSummary && $0.summary == nil } ?? false
    let isInSummary = open.last?.tag.isSummary ?? false
    if depth + open.count >= Limits.nesting {
      diagnostics.append(
        Diagnostic(
          .tooDeep, at: tag.range, "nested deeper than \(Limits.nesting) levels"))
    } else if tag.isSummary ? isInDetails : !isInSummary {
      open.append(Frame(tag: tag))
    } else {
      if tag.isSummary { summariesAsText += 1 }
      show(
        tag,
        tag.isSummary
          ? "a summary stands once, within `<details>`" : "a summary cannot hold `<details>`",
        remedy: tag.isSummary
          ? "put it right below `<details>`" : "put it below the summary")
    }
  }

  private mutating func close(_ tag: FoldingTag) {
    if !tag.isSummary, open.last?.tag.isSummary == true,
      open.dropLast().last.map({ !$0.tag.isSummary }) == true
    {
      giveUp()
    }
    guard let frame = open.last, frame.tag.isSummary == tag.isSummary else {
      if tag.isSummary, summariesAsText > 0 {
        summariesAsText -= 1
        add([.prose(.paragraph([.text(tag.source)]))])
        return
      }
      show(
        tag, "`\(tag.source)` ends nothing here",
        remedy: "take it out, or write `<\(tag.isSummary ? "summary" : "details")>` in the same "
          + "list, quotation or text")
      return
    }
    open.removeLast()
    if tag.isSummary {
      takeSummary(frame)
    } else {
      let details = Prose.Details(isOpen: frame.tag.isOpen, summary: frame.summary ?? [])
      add([.prose(.details(details))] + frame.elements + [.prose(.endOfDetails)])
    }
  }

  /// A summary holds sentences and headings; everything else is shown below it.
  private mutating func takeSummary(_ frame: Frame) {
    var summary: [Prose] = []
    var rest: [Element] = []
    for element in frame.elements {
      switch element {
      case .prose(let prose) where prose.isSentence: summary.append(prose)
      default: rest.append(element)
      }
    }
    if !rest.isEmpty {
      diagnostics.append(
        Diagnostic(
          .misplacedHTML, .warning, at: frame.tag.range,
          "a summary holds sentences; what else stands in it is shown below it",
          remedy: "close it with `</summary>` before that"))
    }
    guard let last = open.indices.last else { return }
    open[last].summary = summary
    open[last].elements += rest
  }

  /// The last tag that was opened is not closed: it is text, and so is what it had of a summary.
  private mutating func giveUp() {
    let frame = open.removeLast()
    var lines: [Element] = []
    if let summary = frame.summary {
      lines = summary.map { prose in
        if case .paragraph(let content) = prose {
          .prose(.paragraph([.text("<summary>")] + content + [.text("</summary>")]))
        } else {
          .prose(prose)
        }
      }
    }
    show(
      frame.tag, "`\(frame.tag.source)` is never closed",
      remedy: "close it with `</\(frame.tag.isSummary ? "summary" : "details")>` in the same list, "
        + "quotation or text")
    add(lines + frame.elements)
  }

  private mutating func show(_ tag: FoldingTag, _ message: String, remedy: String) {
    diagnostics.append(
      Diagnostic(
        .unbalancedHTML, .warning, at: tag.range, message + "; it is shown as text",
        remedy: remedy))
    add([.prose(.paragraph([.text(tag.source)]))])
  }
}

extension Prose {
  fileprivate var isSentence: Bool {
    switch self {
    case .paragraph, .heading: true
    default: false
    }
  }
}
