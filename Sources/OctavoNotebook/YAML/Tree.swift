import OctavoResults

/// A YAML value with a place for each of its parts, whose scalars are `Leaf`s.
///
/// As written it is a `Node`; once expressions are evaluated, a `ResolvedNode`.
public struct Tree<Leaf: Hashable & Sendable>: Hashable, Sendable {
  public indirect enum Content: Hashable, Sendable {
    case scalar(Leaf)
    case sequence([Tree])
    case mapping(Mapping)
  }

  /// Keys in the order in which they were written, each once.
  public struct Mapping: Hashable, Sendable {
    public var entries: [Entry]

    public init(_ entries: [Entry] = []) { self.entries = entries }

    public subscript(key: String) -> Tree? { entry(key)?.value }

    public func entry(_ key: String) -> Entry? { entries.first { $0.key.text == key } }

    public var keys: [String] { entries.map(\.key.text) }
  }

  public struct Entry: Hashable, Sendable {
    public var key: Key
    public var value: Tree

    public init(key: Key, value: Tree) {
      self.key = key
      self.value = value
    }
  }

  public var range: SourceRange
  public var content: Content

  public init(_ content: Content, at range: SourceRange) {
    self.content = content
    self.range = range
  }

  public var scalar: Leaf? {
    if case .scalar(let leaf) = content { leaf } else { nil }
  }

  public var sequence: [Tree]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }

  public var mapping: Mapping? {
    if case .mapping(let mapping) = content { mapping } else { nil }
  }

  /// The same tree with each scalar replaced.
  public func map<Other>(_ transform: (Leaf, SourceRange) -> Other) -> Tree<Other> {
    let content: Tree<Other>.Content =
      switch content {
      case .scalar(let leaf):
        .scalar(transform(leaf, range))
      case .sequence(let elements):
        .sequence(elements.map { $0.map(transform) })
      case .mapping(let mapping):
        .mapping(
          .init(mapping.entries.map { .init(key: $0.key, value: $0.value.map(transform)) }))
      }
    return Tree<Other>(content, at: range)
  }
}

/// A key of a mapping, and where it stands.
public struct Key: Hashable, Sendable {
  public var text: String
  public var range: SourceRange

  public init(_ text: String, at range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A YAML value as it was written.
public typealias Node = Tree<Scalar>

/// A scalar as it was written.
public struct Scalar: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    case value(Value)
    /// A text with one `${…}` or more in it.
    case template(Template)
    /// Something that a diagnostic has already been given for.
    case invalid
  }

  public var content: Content
  /// The characters, without quotes and escapes; for a number `1e-4` just that.
  public var written: LocatedText

  public init(_ content: Content, written: LocatedText) {
    self.content = content
    self.written = written
  }

  /// How to write what the scalar was probably meant to be, where a text is not wanted.
  public var hint: Hint? {
    if case .value(.text(let text)) = content { ScalarHint.hint(for: text) } else { nil }
  }
}

extension Node {
  /// What it is, as messages say it: `a list`, `the text `abc``.
  public var kind: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar):
      switch scalar.content {
      case .null, .invalid: "nothing"
      case .template: "an expression"
      case .value(let value): value.kind
      }
    }
  }
}

extension ResolvedNode {
  /// What it is, as messages say it: `a list`, `the text `abc``.
  public var kind: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar):
      switch scalar.content {
      case .null, .invalid: "nothing"
      case .value(.known(let value)): value.kind
      case .value(let evaluation): evaluation.type.description
      }
    }
  }
}

extension Value {
  fileprivate var kind: String {
    let text = ValueFormat.plain(self)
    let short = text.count <= 40 ? text : text.prefix(39) + "…"
    return switch self {
    case .integer, .number: "the number `\(short)`"
    case .text: "the text `\(short)`"
    case .boolean: "`\(short)`"
    }
  }
}
