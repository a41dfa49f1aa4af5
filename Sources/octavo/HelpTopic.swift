/// What `octavo help` teaches besides operations and commands. The texts are those of `docs/`, which
/// the build puts into the program.
enum HelpTopic: String, CaseIterable {
  case notebook, authoring, points, expressions, seeds, statistics, figures, mathematics, appearance
  case outputs, sharing, tracking, clusters, editors

  var summary: String {
    switch self {
    case .notebook: "The notebook language: blocks, names, references, prose."
    case .authoring: "Writing a notebook: preview, watching, templates."
    case .points: "One step at many settings and seeds: axes, choices, estimates."
    case .expressions: "`${…}`: operators, functions, types and formats."
    case .seeds: "How randomness is seeded, and what a result depends on."
    case .statistics: "Whether a difference could be chance: means, intervals, tests."
    case .figures: "How results are shown: plots, tables, images, tokens."
    case .mathematics: "Formulas: what is understood, numbered equations."
    case .appearance: "The report's language, colors, fonts and print."
    case .outputs: "The files that a run writes, and how they may be changed."
    case .editors: "Notebooks in VS Code, Neovim, Helix, Zed and Emacs."
    case .tracking: "Runs in TensorBoard or MLflow, or as JSON lines for other programs."
    case .clusters: "Points that Slurm or Ray computes."
    case .sharing: "Reports that carry their notebook, and how to verify them."
    }
  }

  /// Markdown.
  var text: String {
    switch self {
    case .notebook: PackageResources.notebook_md
    case .authoring: PackageResources.authoring_md
    case .points: PackageResources.points_md
    case .expressions: PackageResources.expressions_md
    case .seeds: PackageResources.seeds_md
    case .statistics: PackageResources.statistics_md
    case .outputs: PackageResources.outputs_md
    case .figures: PackageResources.figures_md
    case .mathematics: PackageResources.mathematics_md
    case .appearance: PackageResources.appearance_md
    case .tracking: PackageResources.tracking_md
    case .clusters: PackageResources.clusters_md
    case .sharing: PackageResources.sharing_md
    case .editors: PackageResources.editors_md
    }
  }

  /// All of them, a line each.
  static var list: String {
    let width = allCases.map(\.rawValue.count).max() ?? 0
    let lines = allCases.map { topic in
      let padding = String(repeating: " ", count: width - topic.rawValue.count + 2)
      return "  \(topic.rawValue)\(padding)\(topic.summary)"
    }
    return (["TOPICS OF 'octavo help':"] + lines).joined(separator: "\n")
  }
}
