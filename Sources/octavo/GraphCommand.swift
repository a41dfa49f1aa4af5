import ArgumentParser
import Foundation
import OctavoBase
import OctavoReport
import OctavoRunner

/// `octavo graph`: how the steps of a notebook depend on one another, as a picture or as text.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draws how the steps of a notebook depend on one another.",
    discussion: """
      The picture is on standard output, or in the file of `--output`. As text for Mermaid it can \
      stand in a Markdown file, in a block of code that is announced as `mermaid`.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case svg, mermaid
  }

  @Argument(
    help: "The notebook, or a report that carries it; `-` for standard input.",
    completion: .notebooks)
  var file: String
  @Option(help: "What to write. (default: by the output's name, else svg)") var format: Format?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write it, in place of standard output.", valueName: "file"),
    completion: .file(extensions: ["svg", "mmd", "mermaid"]))
  var output: String?
  @Flag(help: "Replace a file that is there.") var force = false
  @OptionGroup var notebook: NotebookArguments

  func validate() throws {
    if force, output == nil { throw ValidationError("--force needs -o.") }
    guard let output, format == nil, formatOfOutput == nil else { return }
    throw ValidationError(
      "`\(output)` does not say what to write: a name in `.svg` is a picture, in `.mmd` or "
        + "`.mermaid` text. For another name give --format.")
  }

  func run() throws {
    let plan = try notebook.plan(GivenNotebook(file), repeating: nil)
    plan.printDiagnostics(to: Terminal())
    if plan.hasErrors { throw ExitCode.wrongNotebook }
    try PageLanguage(tag: plan.notebook.frontMatter.lang ?? "en").speaking { try draw(plan) }
  }

  private func draw(_ plan: Plan) throws {
    let points = Dictionary(
      plan.steps.map { ($0.name, $0.points.hasAxes ? $0.points.points : []) },
      uniquingKeysWith: { first, _ in first })
    let graph = NotebookGraph(blocks: plan.notebook.blocks, uses: plan.uses, points: points)
    let text: String
    switch format ?? formatOfOutput ?? .svg {
    case .mermaid: text = graph.mermaid
    case .svg:
      guard graph.nodes.count <= NotebookGraph.mostNodes else {
        throw CommandError(
          "The notebook has more than \(NotebookGraph.mostNodes) steps and configs, which no picture "
            + "shows; `--format mermaid` gives their graph as text.")
      }
      text = GraphDrawing(graph).file
    }
    guard let output else { return try StandardOutput.write(text) }
    let file = URL(filePath: output)
    let folder = file.deletingLastPathComponent()
    guard FileStatus(folder)?.isFolder == true else {
      throw CommandError(
        "The graph cannot be written to \(output): there is no such folder.", .cannotWrite)
    }
    var target = ExtractionTarget(folder: folder, replaces: force)
    target.add(Data(text.utf8), as: [file.lastPathComponent])
    try target.write()
  }

  /// `nil` for a name that is neither's.
  private var formatOfOutput: Format? {
    switch output.map({ URL(filePath: $0).pathExtension.lowercased() }) {
    case "svg"?: .svg
    case "mmd"?, "mermaid"?: .mermaid
    default: nil
    }
  }
}
