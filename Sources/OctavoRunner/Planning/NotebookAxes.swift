import OctavoBase
import OctavoNotebook
import OctavoResults

/// The axes that the command line and the front matter give to a whole notebook: every step that draws
/// random numbers has the axis `seed`, every step that uses a parameter the axis of its name, and
/// whatever is made of such a step's results has its axes.
struct NotebookAxes: Sendable {
  /// Values for axes that steps declare themselves.
  var replacements: [String: [Value]] = [:]
  /// The axes that no step declares.
  var added = PointSet.single
  /// Those of them that take the place of parameters.
  var parameters: Set<String> = []
}

extension NotebookAxes {
  /// - Parameters:
  ///   - given: the command line's, which go before the front matter's.
  ///   - diagnostics: takes in what is wrong with them.
  init(of notebook: Notebook, given: [NotebookAxis], _ diagnostics: inout [Diagnostic]) {
    let declared = Set(notebook.steps.flatMap { $0.body?[StepOptions.forKey]?.axisNames ?? [] })
      .union(
        notebook.steps.compactMap { $0.body?[StepOptions.forKey]?.configName }.flatMap { name in
          notebook.configs.first { $0.name.text == name }?.body?.keys ?? []
        })
    let written = notebook.frontMatter.points ?? .single
    var crossed: [(name: String, values: [Value])] = []
    for axis in given {
      if declared.contains(axis.name) || written.axes.contains(axis.name) {
        replacements[axis.name] = axis.values
      } else {
        crossed.append((axis.name, axis.values))
      }
    }
    if replacements[Point.seedAxis] != nil { warnOfSeedsMadeEqual(in: notebook, &diagnostics) }
    let count = crossed.reduce(1.0) { $0 * Double($1.values.count) }
    if count > Double(PointSetReader.mostPoints) {
      diagnostics.append(
        Diagnostic(
          .tooManyPoints, at: nil, "the axes have \(NumberText.short(count)) combinations",
          remedy: "give `--for` fewer values"))
      crossed = []
    }
    added = written.replacing(replacements).joined(with: PointSet(crossing: crossed))
    let params = notebook.frontMatter.params.map(\.name.text)
    parameters = Set(added.axes).intersection(params)
    for axis in added.axes where axis != Point.seedAxis && !parameters.contains(axis) {
      let known = [Point.seedAxis] + params + declared.sorted()
      diagnostics.append(
        Diagnostic(
          MissingName(.axis, axis, among: known).explanation(
            otherwise: "an axis of a whole notebook is `seed`, a parameter, or an axis of a step"),
          at: notebook.frontMatter.pointsRange))
    }
  }
}

/// Where steps have different seeds, some often choose what others judge.
private func warnOfSeedsMadeEqual(in notebook: Notebook, _ diagnostics: inout [Diagnostic]) {
  let seeds = notebook.steps.compactMap { step in
    step.body?[StepOptions.forKey]?.mapping?[Point.seedAxis].map {
      (step: step.name.text, node: $0)
    }
  }
  guard let first = seeds.first,
    let other = seeds.first(where: { $0.node.written != first.node.written })
  else { return }
  diagnostics.append(
    Diagnostic(
      .seedsMadeEqual, .warning, at: other.node.range,
      "`--for` gives `\(first.step)` and `\(other.step)` the same seeds, which differ in the notebook",
      remedy: "make sure that nothing is chosen on the seeds that it is judged on"))
}

extension Node {
  /// Its scalars as they are written.
  fileprivate var written: [String] {
    switch content {
    case .scalar(let leaf): [leaf.written.text]
    case .sequence(let elements): elements.flatMap(\.written)
    case .mapping(let mapping): mapping.entries.flatMap { [$0.key.text] + $0.value.written }
    }
  }

  /// The axes that a `for:` names.
  fileprivate var axisNames: [String] { mapping?.keys ?? sequence?.first?.mapping?.keys ?? [] }

  /// The config whose entries are the axes.
  fileprivate var configName: String? {
    if case .value(.text(let name))? = scalar?.content { name } else { nil }
  }
}
