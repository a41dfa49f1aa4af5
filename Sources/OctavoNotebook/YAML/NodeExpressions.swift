extension Node {
  /// Every expression within, in order.
  package var expressions: [Expression] {
    switch content {
    case .scalar(let scalar):
      if case .template(let template) = scalar.content { template.expressions } else { [] }
    case .sequence(let nodes): nodes.flatMap(\.expressions)
    case .mapping(let mapping): mapping.expressions
    }
  }
}

extension Node.Mapping {
  /// Every expression within, in order.
  package var expressions: [Expression] { entries.flatMap(\.value.expressions) }

  /// Every path that an expression within mentions.
  package var paths: [Path] { expressions.flatMap(\.paths) }
}
