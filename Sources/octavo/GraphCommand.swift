import ArgumentParser
import Foundation
import OctavoReport

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

  @Argument(help: "The notebook, or a report that carries it; `-` for standard input.")
  var file: String
  @Option(help: "What to write. (default: by the output's name, else svg)") var format: Format?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write it, in place of standard output.", valueName: "file"))
  var output: String?
  @OptionGroup var notebook: NotebookArguments

  func run() throws {
    let plan = try notebook.plan(GivenNotebook(file), repeating: nil)
    plan.printDiagnostics(to: Terminal())
    if plan.hasErrors { throw ExitCode.wrongNotebook }
    let points = Dictionary(
      plan.steps.map { ($0.name, $0.points.hasAxes ? $0.points.points : []) },
      uniquingKeysWith: { first, _ in first })
    let graph = NotebookGraph(blocks: plan.notebook.blocks, uses: plan.uses, points: points)
    let text: String
    switch format ?? formatOfOutput {
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
    do { try text.write(toFile: output, atomically: true, encoding: .utf8) } catch {
      throw CommandError(
        "The graph cannot be written to \(output): \(error.localizedDescription)", .cannotWrite)
    }
  }

  private var formatOfOutput: Format {
    let isText = [".mmd", ".mermaid"].contains { output?.hasSuffix($0) == true }
    return isText ? .mermaid : .svg
  }
}
