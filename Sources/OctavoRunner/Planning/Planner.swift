import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

extension Plan {
  /// Reads a notebook's blocks in order and checks everything that can be checked before running.
  ///
  /// - Parameters:
  ///   - notebook: with the command line's parameters already in its front matter.
  ///   - program: names the code that computes; without it, all that is in the running program.
  ///   - seed: takes the place of the notebook's.
  ///   - axes: given to the whole notebook.
  ///   - mostPoints: how many points a step may have.
  ///   - folder: where the command was given: the second place in which files are looked for.
  ///   - carriedFiles: files and folders that came with the notebook, by the paths that it has for them.
  public init(
    _ notebook: Notebook, catalogue: Catalogue, program: ContentHash = .ofRunningProgram,
    seed: UInt64? = nil, axes: [NotebookAxis] = [], mostPoints: Int = Notebook.mostPoints,
    folder: URL, carriedFiles: [String: URL] = [:]
  ) {
    self.carriedFiles = carriedFiles
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
    var diagnostics = notebook.diagnostics
    givenAxes = axes
    self.axes = NotebookAxes(of: notebook, given: axes, &diagnostics)
    var environment = Environment(
      notebook: notebook, params: params, axes: self.axes, folders: folders,
      carriedFiles: carriedFiles)
    var steps: [PlannedStep] = []
    var usage = NameUsage(configNames: notebook.configs.map(\.name.text))
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
      case .step(let block):
        guard let operation = catalogue.operation(of: block, &diagnostics) else {
          environment.define(step: block.name.text, as: nil)
          continue
        }
        let readings = environment.readings(of: block, as: operation, atMost: mostPoints)
        diagnostics += readings.diagnostics
        usage.add(block, paths: readings.readings.flatMap(\.paths))
        let step = PlannedStep(block, operation, readings)
        guard !readings.readings.isEmpty else {
          environment.define(step: step.name, as: nil)
          continue
        }
        let offers = PointOffers(
          step: step.name, points: step.points, notebookAxes: step.notebookAxes,
          offers: readings.readings.map(\.offer))
        diagnostics += offers.clashes(at: block)
        environment.define(step: step.name, as: offers)
        steps.append(step)
      }
    }
    for reference in notebook.valueReferences where !isCutShort {
      environment.check(reference, &diagnostics)
      usage.add(reference.expression.paths)
      isCutShort = diagnostics.count >= notebook.diagnostics.count + Limits.diagnostics
    }
    if !diagnostics.containsError { diagnostics += usage.unusedNames(of: notebook) }
    self.environment = environment
    self.steps = steps
    places = Dictionary(
      steps.indices.map { (steps[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    self.diagnostics = diagnostics.withFittingReplacements(in: notebook.source).inOrder.limited
  }
}

extension PlannedStep {
  fileprivate init(
    _ block: Block, _ operation: any Operation.Type, _ readings: PointReadings
  ) {
    self.init(
      block: block, operation: operation, points: readings.points,
      notebookAxes: readings.notebookAxes,
      dependencies: readings.readings.flatMap(\.dependencies).distinct,
      references: readings.readings.flatMap(\.references).distinct,
      expressions: readings.readings.flatMap(\.expressions).distinct,
      plannedPoints: readings.readings.map(PlannedPoint.init))
  }
}

extension PointOffers {
  /// Axes that have the name of a column, and so cannot be one beside it.
  fileprivate func clashes(at block: Block) -> [Diagnostic] {
    guard points.hasAxes, let offer = example else { return [] }
    let columns =
      offer.tables.flatMap { table in
        table.outline.columns.map { ($0, "the table `\(table.name)`") }
      }
      + offer.values.map { ($0.name, "the table `\(Self.pointsTable)`") }
    return points.axes.compactMap { axis in
      columns.first { $0.0 == axis }.map { _, place in
        Diagnostic(
          .reservedAxis, at: block.body?.entry(StepOptions.forKey)?.value.range ?? block.name.range,
          "the axis `\(axis)` has the name of a column of \(place)",
          remedy: notebookAxes.contains(axis)
            ? "give the parameter another name" : "give the axis another name")
      }
    }
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
    switch evaluation.type {
    case .scalar, .estimate:
      if let message = reference.format?.mismatch(with: evaluation.type) {
        diagnostics.append(Diagnostic(.formatMismatch, at: reference.range, message))
      }
    case .points(let type):
      guard let points = evaluation.points, isShown(points, of: type) else {
        diagnostics.append(.severalPoints(reference.expression, evaluation))
        return
      }
    case .column:
      diagnostics.append(
        Diagnostic(
          .typeMismatch, at: reference.range,
          "`\(reference.source)` is \(evaluation.type), not a single value",
          remedy: "take one of it, as `last(…)` or `mean(…)` do"))
    }
  }

  /// Whether prose shows numbers at these points although it does not say which: those of axes that
  /// the whole notebook has been given.
  private func isShown(_ points: PointSet, of type: ScalarType) -> Bool {
    Set(points.axes).isSubset(of: notebookAxes.added.axes)
  }
}
