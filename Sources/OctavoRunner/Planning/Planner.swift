import Foundation
import OctavoNotebook
import OctavoResults

extension Plan {
  /// Reads a notebook's blocks in order and checks everything that can be checked before running.
  ///
  /// - Parameters:
  ///   - notebook: with the command line's parameters already in its front matter.
  ///   - program: names the code that computes; without it, all that is in the running program.
  ///   - seed: takes the place of the notebook's.
  ///   - folder: where the command was given: the second place in which files are looked for.
  public init(
    _ notebook: Notebook, catalogue: Catalogue, program: ContentHash = .ofRunningProgram,
    seed: UInt64? = nil, folder: URL
  ) {
    self.notebook = notebook
    self.catalogue = catalogue
    self.program = program
    self.seed = seed ?? notebook.frontMatter.seed ?? 0
    params = Dictionary(
      notebook.frontMatter.params.map { ($0.name.text, $0.value) }, uniquingKeysWith: { $1 })
    let folder = URL(filePath: folder.path, directoryHint: .isDirectory)
    folders = [
      URL(filePath: notebook.source.path, relativeTo: folder).absoluteURL
        .deletingLastPathComponent(),
      folder,
    ]
    var environment = Environment(notebook: notebook, params: params, folders: folders)
    var elements: [PlannedElement] = []
    var diagnostics = notebook.diagnostics
    var usage = NameUsage()
    var isCutShort = false
    for element in notebook.elements {
      if diagnostics.count >= notebook.diagnostics.count + Limits.diagnostics,
        diagnostics.containsError
      {
        isCutShort = true
        if case .config(let block) = element { diagnostics.append(.tooManyProblems(at: block)) }
        if case .step(let block) = element { diagnostics.append(.tooManyProblems(at: block)) }
        break
      }
      switch element {
      case .prose: continue
      case .config(let block):
        diagnostics += environment.define(config: block)
        usage.add(block)
        elements.append(.config(block))
      case .step(let block):
        guard let operation = catalogue.operation(of: block, &diagnostics) else {
          environment.define(step: block.name.text, as: nil)
          continue
        }
        let reading = environment.read(step: block, as: operation)
        diagnostics += reading.diagnostics
        usage.add(block, paths: reading.paths)
        environment.define(step: block.name.text, as: reading.offer)
        elements.append(
          .step(
            PlannedStep(
              block: block, operation: operation, dependencies: reading.dependencies,
              draft: reading.operation)))
      }
    }
    for reference in notebook.valueReferences where !isCutShort {
      environment.check(reference, &diagnostics)
      usage.add(reference.expression.paths)
      isCutShort = diagnostics.count >= notebook.diagnostics.count + Limits.diagnostics
    }
    if !diagnostics.containsError { diagnostics += usage.unusedNames(of: notebook) }
    self.elements = elements
    let steps = elements.compactMap { if case .step(let step) = $0 { step } else { nil } }
    self.steps = steps
    places = Dictionary(
      steps.indices.map { (steps[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    self.diagnostics = diagnostics.withFittingReplacements(in: notebook.source).inOrder.limited
  }
}

extension Diagnostic {
  fileprivate static func tooManyProblems(at block: Block) -> Diagnostic {
    Diagnostic(
      .tooManyProblems, at: block.name.range,
      "the notebook is not checked from here on: it has too many problems",
      remedy: "mend those above first")
  }
}

extension Catalogue {
  /// The operation that a step's `run:` names.
  fileprivate func operation(
    of block: Block, _ diagnostics: inout [Diagnostic]
  ) -> (any Operation.Type)? {
    guard let body = block.body else { return nil }
    guard let node = body["run"] else {
      diagnostics.append(
        Diagnostic(
          .missingOperation, at: block.name.range,
          "the step `\(block.name.text)` does not say what to run",
          remedy: "add `run:` with an operation; `octavo operations` lists them"))
      return nil
    }
    guard case .value(.text(let name))? = node.scalar?.content else {
      diagnostics.append(
        Diagnostic(
          .wrongType, at: node.range, "`run` takes the name of an operation, not \(node.kind)"))
      return nil
    }
    if let operation = self[name] { return operation }
    diagnostics.append(
      Diagnostic(
        MissingName(.operation, name, among: names)
          .explanation(otherwise: "`octavo operations` lists them"), at: node.range))
    return nil
  }
}

extension Environment {
  /// Checks that prose can show what it quotes.
  fileprivate func check(_ reference: ValueReference, _ diagnostics: inout [Diagnostic]) {
    let before = diagnostics.count
    guard let evaluation = reference.expression.evaluate(in: scope, &diagnostics),
      diagnostics.count == before
    else { return }
    if case .scalar = evaluation.type {
      if let message = reference.format?.mismatch(with: evaluation.type) {
        diagnostics.append(Diagnostic(.formatMismatch, at: reference.range, message))
      }
    } else {
      diagnostics.append(
        Diagnostic(
          .typeMismatch, at: reference.range,
          "`\(reference.source)` is \(evaluation.type), not a single value",
          remedy: "take one of it, as `last(…)` or `mean(…)` do"))
    }
  }
}
