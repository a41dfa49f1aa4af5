extension NotebookGraph {
  /// The graph as text for Mermaid, which GitHub and many editors draw.
  public var mermaid: String {
    var lines = ["flowchart TD"]
    for (index, node) in nodes.enumerated() {
      let label = ([node.name] + [node.operation, node.points].compactMap(\.self))
        .map(\.escapedForMermaid).joined(separator: "<br/>")
      let (open, close) = node.kind == .step ? ("[", "]") : ("([", "])")
      lines.append("  n\(index)\(open)\"\(label)\"\(close)")
    }
    for edge in edges { lines.append("  n\(edge.from) --> n\(edge.to)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// Mermaid has its own codes for what would end a label or be taken for markup.
  fileprivate var escapedForMermaid: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\"", "#", "&", "<", ">", "`", "\n", "\r", "\\": text += "#\(scalar.value);"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
