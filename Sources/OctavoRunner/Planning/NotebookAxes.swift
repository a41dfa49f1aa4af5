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

extension Node {
  /// The axes that a `for:` names.
  fileprivate var axisNames: [String] { mapping?.keys ?? sequence?.first?.mapping?.keys ?? [] }

  /// The config whose entries are the axes.
  fileprivate var configName: String? {
    if case .value(.text(let name))? = scalar?.content { name } else { nil }
  }
}
