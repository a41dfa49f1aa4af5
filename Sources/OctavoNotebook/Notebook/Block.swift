import OctavoResults

/// A fenced `config` or `step` block.
public struct Block: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case config, step
  }

  /// Whether a block can have this name: lower-case words joined by hyphens.
  package static func isName(_ text: String) -> Bool { Fence.isName(text) }

  public var kind: Kind
  public var name: Key
  /// From the opening fence to the end of the closing one.
  public var range: SourceRange
  /// The lines between the fences, as they were written.
  public var text: String
  /// `nil` if the body is no YAML mapping, which a diagnostic then says.
  public var body: Node.Mapping?

  package static let extendsKey = "extends"

  /// The config whose entries this one takes over; it stands above. `nil` of a step.
  public var extends: Key? {
    guard kind == .config, let node = body?[Self.extendsKey], let scalar = node.scalar,
      case .value(.text(let name)) = scalar.content
    else { return nil }
    return Key(name, at: node.range)
  }

  public init(kind: Kind, name: Key, range: SourceRange, text: String, body: Node.Mapping?) {
    self.kind = kind
    self.name = name
    self.range = range
    self.text = text
    self.body = body
  }
}
