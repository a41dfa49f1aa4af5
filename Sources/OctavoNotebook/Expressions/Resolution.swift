import OctavoResults

/// A YAML value whose expressions have been evaluated.
public typealias ResolvedNode = Tree<ResolvedScalar>

/// A scalar whose expressions have been evaluated.
public struct ResolvedScalar: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    /// A value, or the type of one that only the run will tell.
    case value(Evaluation)
    /// Something that a diagnostic has already been given for.
    case invalid
  }

  public var content: Content
  /// The scalar's text with a place for each character, for values that are read further (as
  /// an expectation's formula is).
  public var written: LocatedText

  public init(_ content: Content, written: LocatedText) {
    self.content = content
    self.written = written
  }

  /// How to write what the scalar was probably meant to be, where a text is not wanted.
  public var hint: String? {
    if case .value(.known(.text(let text))) = content { ScalarSchema.hint(for: text) } else { nil }
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
  /// This config's entries over those of the one it extends: mappings under the same key are
  /// merged in the same way, anything else is replaced whole, and `extends` itself goes.
  ///
  /// The parent's entries come first and in its order.
  public func extending(_ parent: Self) -> Self {
    Self(entries.filter { $0.key.text != Block.extendsKey }).merged(over: parent)
  }

  private func merged(over base: Self) -> Self {
    let overridden = base.entries.map { entry in
      guard let override = self.entry(entry.key.text) else { return entry }
      guard let above = override.value.mapping, let below = entry.value.mapping else {
        return override
      }
      let mapping = ResolvedNode.Content.mapping(above.merged(over: below))
      return .init(key: override.key, value: ResolvedNode(mapping, at: override.value.range))
    }
    return Self(overridden + entries.filter { base[$0.key.text] == nil })
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
      let text = evaluation.value.map { LocatedText(ValueFormat.plain($0), from: range) }
      return ResolvedScalar(.value(evaluation), written: text ?? written)
    }
  }
}

extension Template {
  /// The sole expression's value as it is, or a text; `nil` after a diagnostic.
  fileprivate func evaluate(
    in scope: some Scope, _ diagnostics: inout [Diagnostic]
  ) -> Evaluation? {
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
        case let column?:
          diagnostics.append(
            Diagnostic(
              at: expression.range, "a text cannot hold \(column.type)",
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
