/// A piece of a page. Text is always escaped when it is written; there is no way to put markup in
/// as a string.
package indirect enum HTMLNode: Hashable, Sendable {
  case element(HTMLTag, [HTMLAttribute], [HTMLNode])
  case text(String)
  /// Nodes side by side, with nothing around them.
  case fragment([HTMLNode])

  package static let empty = HTMLNode.fragment([])

  /// What a reader would read: all text within, in order.
  package var plainText: String {
    switch self {
    case .element(_, _, let children): children.map(\.plainText).joined()
    case .text(let text): text
    case .fragment(let nodes): nodes.map(\.plainText).joined()
    }
  }
}

extension HTMLNode: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .text(value) }
}

/// Gathers the children of an element: nodes, lists of nodes and plain strings.
@resultBuilder
package enum HTMLBuilder {
  package static func buildExpression(_ node: HTMLNode) -> [HTMLNode] { [node] }
  package static func buildExpression(_ nodes: [HTMLNode]) -> [HTMLNode] { nodes }
  package static func buildExpression(_ text: String) -> [HTMLNode] { [.text(text)] }
  package static func buildBlock(_ parts: [HTMLNode]...) -> [HTMLNode] { parts.flatMap { $0 } }
  package static func buildOptional(_ part: [HTMLNode]?) -> [HTMLNode] { part ?? [] }
  package static func buildEither(first: [HTMLNode]) -> [HTMLNode] { first }
  package static func buildEither(second: [HTMLNode]) -> [HTMLNode] { second }
  package static func buildArray(_ parts: [[HTMLNode]]) -> [HTMLNode] { parts.flatMap { $0 } }
}
