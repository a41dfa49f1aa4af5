import ArgumentParser
import OctavoBase

/// A notebook to begin with, which runs as it is. The texts are in `Templates`, which the build puts into
/// the program.
enum NotebookTemplate: String, CaseIterable, ExpressibleByArgument {
  case training, rlhf, diffusion, comparison, handout

  var summary: String {
    switch self {
    case .training: "trains a small GPT"
    case .rlhf: "fine-tuning, a reward model and PPO"
    case .diffusion: "images from captions"
    case .comparison: "settings compared over several seeds"
    case .handout: "mathematics, citations, captions, footnotes"
    }
  }

  static let list = allCases.map { "`\($0.rawValue)` (\($0.summary))" }.joined(separator: ", ")

  /// - Parameter bibliography: the file with the works that it cites.
  func notebook(title: String, bibliography: String) -> String {
    let text =
      switch self {
      case .training: PackageResources.training_md
      case .rlhf: PackageResources.rlhf_md
      case .diffusion: PackageResources.diffusion_md
      case .comparison: PackageResources.comparison_md
      case .handout: PackageResources.handout_md
      }
    return
      text
      .replacing(
        "title: TITLE", with: "title: \(JSON.string(title).compactText)", maxReplacements: 1
      )
      .replacing(
        "bibliography: BIBLIOGRAPHY",
        with: "bibliography: \(JSON.string(bibliography).compactText)", maxReplacements: 1)
  }

  /// Of a template that cites works.
  var bibliography: String? {
    self == .handout ? PackageResources.handout_bib : nil
  }
}
