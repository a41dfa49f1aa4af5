import OctavoBase
import OctavoNotebook
import OctavoResults

/// What is needed to make the page again, and, unless timings are left out, how long it took.
package struct FooterView {
  package var context: PageContext

  package init(context: PageContext) { self.context = context }

  private var run: Run { context.document.run }

  package var node: HTMLNode {
    HTMLTag.footer {
      SourcesView(context: context).node
      HTMLTag.heading(2)() { phrases.reproducing }
      HTMLTag.pre(.class("code"), .tabindex(0)) { HTMLTag.code { command } }
      HTMLTag.dl(.class("facts")) {
        for (name, value) in facts {
          HTMLTag.div {
            HTMLTag.dt { name }
            HTMLTag.dd { value }
          }
        }
        if let hash = context.document.metadata?.notebookHash {
          HTMLTag.div(.class("hash")) {
            HTMLTag.dt { phrases.hashOfNotebook }
            HTMLTag.dd { hash }
          }
        }
        for file in context.document.files.prefix(Self.mostFiles) {
          HTMLTag.div(.class("hash")) {
            HTMLTag.dt { phrases.hash(of: file.path) }
            HTMLTag.dd { file.sha256 + (file.bytes == nil ? "" : ", \(phrases.withinPage)") }
          }
        }
      }
      timings
      enclosures
    }
  }

  /// How many data files are named; a folder may hold many.
  private static let mostFiles = 20

  private var enclosures: HTMLNode {
    guard let enclosures = context.document.enclosures else { return .empty }
    return HTMLTag.p(.class("aside")) {
      for phrase in phrases.enclosures {
        switch phrase {
        case .words(let text): text
        case .code(let text): HTMLTag.code { text }
        case .notebook(let text): link(text, to: enclosures.notebook)
        case .record(let text): link(text, to: enclosures.record)
        }
      }
    }
  }

  private func link(_ text: String, to file: EnclosedFile) -> HTMLNode {
    HTMLTag.a(.download(file.name), .href(file)) { text }
  }

  /// As it was given, where the metadata tell; else as it would be from the notebook's folder.
  private var command: String {
    if let arguments = context.document.metadata?.arguments {
      let command = (["octavo", "run"] + arguments).map(\.shellQuoted).joined(separator: " ")
      return arguments.first == Notebook.standardInput
        ? command + "  # \(phrases.onStandardInput)" : command
    }
    let parameters = run.params.sorted { $0.key < $1.key }.flatMap { name, value in
      ["-p", "\(name)=\(FrontMatter.Parameter.spelling(of: value))"]
    }
    let file = "\(run.notebook).md".asPathArgument
    return (["octavo", "run", file, "--seed", "\(run.seed)"] + parameters)
      .map(\.shellQuoted).joined(separator: " ")
  }

  private var facts: [(String, String)] {
    guard let metadata = context.document.metadata else { return [] }
    var facts = [("Octavo", metadata.octavo)]
    if context.document.showsTimings {
      let instructionSet = metadata.instructionSet.map { " (\($0))" } ?? ""
      facts.append((phrases.processor, metadata.processor + instructionSet))
      facts.append((phrases.threads, String(metadata.threads)))
      facts.append((phrases.started, metadata.startedText))
      facts.append((phrases.took, DurationText.text(seconds: metadata.seconds)))
      if let memory = metadata.peakMemoryMegabytes {
        facts.append((phrases.peakMemory, "\(NumberText.fixed(memory, decimals: 0))\u{A0}MB"))
      }
    }
    return facts.filter { !$0.1.isEmpty }
  }

  private var timings: HTMLNode {
    let steps = context.document.steps.compactMap { step in
      context.metadata(ofStep: step.name).map { (step: step, metadata: $0) }
    }
    guard !steps.isEmpty else { return .empty }
    var columns = [
      Table.Column(phrases.stepColumn, texts: steps.map(\.step.name)),
      Table.Column(phrases.operationColumn, texts: steps.map(\.step.operation)),
      Table.Column(phrases.timeColumn, texts: steps.map(\.metadata.timeText)),
    ]
    let processors = steps.map(\.metadata.processors)
    if Set(processors.flatMap { $0.map(\.name) }).count > 1 {
      columns.append(
        Table.Column(phrases.processor, texts: processors.map(\.listing)))
    }
    let iterations = steps.map(\.metadata.iterationMilliseconds)
    if iterations.contains(where: { $0 != nil }) {
      columns += [
        Table.Column(
          phrases.medianIteration, unit: "ms", iterations.map { $0.map { .number($0.median) } }),
        Table.Column("10 %", unit: "ms", iterations.map { $0.map { .number($0.p10) } }),
        Table.Column("90 %", unit: "ms", iterations.map { $0.map { .number($0.p90) } }),
      ]
    }
    return HTMLTag.details(.class("data")) {
      HTMLTag.summary { phrases.timeOfSteps }
      TableView(Table(columns), name: phrases.timeOfSteps).scrolling
    }
  }
}

extension RunMetadata.Step {
  /// How long the step took, in this run or in the earlier one that computed it.
  package var timeText: String {
    let time = DurationText.text(seconds: seconds)
    return cached ? phrases.inEarlierRun(time) : time
  }
}

extension RunMetadata {
  /// `2025-03-12 10:15:00 UTC`.
  var startedText: String {
    started.replacing("T", with: " ").replacing("Z", with: " UTC")
  }
}
