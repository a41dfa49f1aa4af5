import OctavoBase
import OctavoNotebook
import OctavoResults

extension ResolvedNode {
  /// What a scalar comes to; `nil` for a list, a mapping, nothing, or what is wrong already.
  public var evaluation: Evaluation? {
    if case .value(let evaluation)? = scalar?.content { evaluation } else { nil }
  }

  /// Whether the notebook says `null`, or nothing.
  public var isNull: Bool {
    if case .null? = scalar?.content { true } else { false }
  }

  /// Whether a diagnostic has already been given for it, so that no other is due.
  public var isReported: Bool {
    if case .invalid? = scalar?.content { true } else { false }
  }
}

/// “did you mean `width`?”, where a name is near enough to the one that was written.
package func suggestion(for name: String, among candidates: [String]) -> String? {
  nearest(to: name, among: candidates).map { "did you mean `\($0)`?" }
}

extension Node {
  /// Every path that an expression within mentions.
  var paths: [Path] {
    switch content {
    case .scalar(let scalar):
      if case .template(let template) = scalar.content { template.paths } else { [] }
    case .sequence(let nodes): nodes.flatMap(\.paths)
    case .mapping(let mapping): mapping.paths
    }
  }
}

extension Node.Mapping {
  var paths: [Path] { entries.flatMap(\.value.paths) }
}
