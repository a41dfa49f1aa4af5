import OctavoResults

/// A YAML value whose expressions have been evaluated.
public typealias ResolvedNode = Tree<ResolvedScalar>

/// A scalar whose expressions have been evaluated.
public struct ResolvedScalar: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    /// A value, or the type of one that only the run will tell.
    case value(ExpressionValue)
    /// Something that a diagnostic has already been given for.
    case invalid
  }

  public var content: Content
  /// The scalar's text with a place for each character, for values that are read further (as
  /// an expectation's formula is).
  public var written: LocatedText
  /// The parameter that the whole scalar is, as in `${params.text}`.
  public var parameter: String?

  public init(_ content: Content, written: LocatedText, parameter: String? = nil) {
    self.content = content
    self.written = written
    self.parameter = parameter
  }

  /// How to write what the scalar was probably meant to be, where a text is not wanted.
  public var hint: Hint? {
    if case .value(.known(.text(let text))) = content { ScalarHint.hint(for: text) } else { nil }
  }
}

extension Node {
  /// The same tree with every `${…}` evaluated; what fails is `invalid` in it.
  public func resolved(
    in scope: some Scope, _ diagnostics: inout [Diagnostic]
  ) -> ResolvedNode {
    map { scalar, range in scalar.resolved(at: range, in: scope, &diagnostics) }
  }
}

extension Node.Mapping {
  /// The same mapping with every `${…}` evaluated; what fails is `invalid` in it.
  public func resolved(
    in scope: some Scope, _ diagnostics: inout [Diagnostic]
  ) -> ResolvedNode.Mapping {
    .init(
      entries.map { .init(key: $0.key, value: $0.value.resolved(in: scope, &diagnostics)) })
  }
}

extension ResolvedNode.Mapping {
  /// The entries of the configs that extend this one, each over those before: mappings under the
  /// same key are merged in the same way, anything else is replaced whole, and `extends` itself
  /// goes.
  ///
  /// This config's entries come first and in its order.
  package func extended(by children: some Sequence<Self>) -> Self {
    merged(
      with: children.map { child in Self(child.entries.filter { $0.key.text != Block.extendsKey }) }
    )
  }

  private func merged(with layers: [Self]) -> Self {
    var entries = self.entries
    var indices = Dictionary(
      entries.enumerated().map { ($1.key.text, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in layers.lazy.flatMap(\.entries) {
      guard let index = indices[entry.key.text] else {
        indices[entry.key.text] = entries.count
        entries.append(entry)
        continue
      }
      guard let above = entry.value.mapping, let below = entries[index].value.mapping else {
        entries[index] = entry
        continue
      }
      let mapping = ResolvedNode.Content.mapping(below.merged(with: [above]))
      entries[index] = .init(key: entry.key, value: ResolvedNode(mapping, at: entry.value.range))
    }
    return Self(entries)
  }
}

extension Scalar {
  fileprivate func resolved(
    at range: SourceRange, in scope: some Scope, _ diagnostics: inout [Diagnostic]
  ) -> ResolvedScalar {
    switch content {
    case .null:
      return ResolvedScalar(.null, written: written)
    case .invalid:
      return ResolvedScalar(.invalid, written: written)
    case .value(let value):
      return ResolvedScalar(.value(.known(value)), written: written)
    case .template(let template):
      guard let evaluation = template.evaluate(in: scope, &diagnostics) else {
        return ResolvedScalar(.invalid, written: written)
      }
      if case .points = evaluation, let expression = template.soleExpression {
        diagnostics.append(.severalPoints(expression, evaluation))
        return ResolvedScalar(.invalid, written: written)
      }
      let text = evaluation.value.map { LocatedText(ValueFormat.plain($0), from: range) }
      return ResolvedScalar(
        .value(evaluation), written: text ?? written, parameter: template.parameter)
    }
  }
}

extension Template {
  /// The parameter whose value this is, and nothing else.
  fileprivate var parameter: String? {
    guard case .path(let path)? = soleExpression, path.root.text == NotebookScope.paramsName,
      path.names.count == 2
    else { return nil }
    return path.names[1].text
  }

  /// The sole expression's value as it is, or a text; `nil` after a diagnostic.
  fileprivate func evaluate(
    in scope: some Scope, _ diagnostics: inout [Diagnostic]
  ) -> ExpressionValue? {
    if let expression = soleExpression { return expression.evaluate(in: scope, &diagnostics) }
    var text: String? = ""
    var isValid = true
    for piece in pieces {
      switch piece {
      case .text(let part):
        text?.append(part)
      case .expression(let expression):
        switch expression.evaluate(in: scope, &diagnostics) {
        case .known(let value)?:
          text?.append(ValueFormat.plain(value))
        case .unknown(.scalar)?:
          text = nil
        case .points(let values)?:
          diagnostics.append(.severalPoints(expression, .points(values)))
          isValid = false
        case let column?:
          diagnostics.append(
            Diagnostic(
              .typeMismatch, at: expression.range, "a text cannot hold \(column.type)",
              remedy: "make a value of it by `last(…)`, `mean(…)`, `min(…)` or `max(…)`"))
          isValid = false
        case nil:
          isValid = false
        }
      }
    }
    guard isValid else { return nil }
    return text.map { .known(.text($0)) } ?? .unknown(.text)
  }
}
