/// Numbers footnotes in the order in which the text first refers to them.
struct FootnoteCounter {
  private var definitions: [String: FootnoteDefinitions.Definition] = [:]
  private var numbers: [String: Int] = [:]
  /// The labels in the order of their numbers.
  private var order: [String] = []
  private var counts: [Int] = []
  /// How many of them were read.
  private var readCount = 0
  private var repeated: [FootnoteDefinitions.Definition] = []

  init(_ definitions: [FootnoteDefinitions.Definition]) {
    for definition in definitions {
      if self.definitions[definition.label] == nil {
        self.definitions[definition.label] = definition
      } else {
        repeated.append(definition)
      }
    }
  }

  var labels: [String] { definitions.keys.sorted() }

  mutating func reference(to label: String) -> Inline? {
    guard definitions[label] != nil else { return nil }
    let number = numbers[label] ?? order.count + 1
    if number > order.count {
      numbers[label] = number
      order.append(label)
      counts.append(0)
    }
    counts[number - 1] += 1
    return .footnote(number: number, occurrence: counts[number - 1])
  }

  func references(to number: Int) -> Int { counts[number - 1] }

  /// The next footnote that was referred to and not yet read.
  mutating func next() -> FootnoteDefinitions.Definition? {
    guard readCount < order.count else { return nil }
    readCount += 1
    return definitions[order[readCount - 1]]
  }

  /// What no reference leads to is not in the report.
  var doubts: [Diagnostic] {
    let unused = definitions.values.filter { numbers[$0.label] == nil }.map { definition in
      Diagnostic(
        .unusedFootnote, .warning, at: definition.range,
        "nothing refers to the footnote `[^\(definition.label)]`; it is left out of the report",
        remedy: "refer to it by `[^\(definition.label)]`")
    }
    return unused
      + repeated.map { definition in
        Diagnostic(
          .duplicateFootnote, .warning, at: definition.range,
          "the footnote `[^\(definition.label)]` is defined above; this definition is left out",
          remedy: "give it another label")
      }
  }
}
