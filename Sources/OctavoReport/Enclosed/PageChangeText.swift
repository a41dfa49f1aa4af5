extension PageChanges.Change {
  /// In a line, such as `line 41, under “Results”: “the loss is 2.31” should be “the loss is 2.51”`.
  package var text: String {
    let place = heading.isEmpty ? "line \(line)" : "line \(line), under “\(heading.start(60))”"
    return "\(place): \(finding)"
  }

  private var finding: String {
    if let new = found.first, let old = expected.first, found.count == 1, expected.count == 1 {
      if new.text != old.text { return Self.difference(new.text, old.text) }
      if new.marks.last?.hasPrefix("style ") == true { return "the style sheet was changed" }
      let what = new.text.isEmpty ? "a drawing" : "“\(new.text.start(60))”"
      let marks = zip(new.marks, old.marks).first { $0 != $1 }
      let markup = Self.difference(
        marks?.0 ?? new.marks.last ?? "", marks?.1 ?? old.marks.last ?? "")
      return "the markup of \(what) was changed: \(markup)"
    }
    if expected.isEmpty { return "\(Self.description(found)) was added" }
    if found.isEmpty { return "\(Self.description(expected)) is missing" }
    return "\(Self.description(found)) stands in place of \(Self.description(expected))"
  }

  /// The stretches around the first place where two texts differ.
  private static func difference(_ new: String, _ old: String) -> String {
    let common = zip(new, old).prefix { $0 == $1 }.count
    let start = max(0, common - 30)
    func stretch(_ text: String) -> String {
      let rest = String(text.dropFirst(start)).start(80)
      return start > 0 ? "…" + rest : rest
    }
    return "“\(stretch(new))” should be “\(stretch(old))”"
  }

  private static func description(_ lines: [PageText.Line]) -> String {
    let texts = lines.map(\.text).filter { !$0.isEmpty }
    guard let first = texts.first, let last = texts.last else {
      return lines.count == 1 ? "a drawing" : "\(lines.count) drawings"
    }
    if texts.count == 1 { return "“\(first.start(60))”" }
    return "\(lines.count) lines from “\(first.start(40))” to “\(last.start(40))”"
  }
}

extension String {
  fileprivate func start(_ length: Int) -> String {
    count > length ? prefix(length) + "…" : self
  }
}
