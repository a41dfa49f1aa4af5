import OctavoBase
import OctavoResults

extension FrontMatter {
  /// Sets a parameter to a value that was written outside the notebook, as on a command line. It
  /// has to be of the parameter's kind; an integer will do for a number, anything for a text.
  ///
  /// - Throws: A diagnostic without a place.
  public mutating func override(_ name: String, with text: String) throws(Diagnostic) {
    let index = try index(of: name)
    let type = params[index].value.type
    if type == .text {
      params[index].override(with: .text(text))
      return
    }
    switch ScalarSchema.reading(text) {
    case .value(let given):
      if let value = given.converted(to: type) {
        params[index].override(with: value)
        return
      }
    case .outOfRange(let problem):
      throw Diagnostic(.numberOutOfRange, at: nil, "`\(text)` \(problem)")
    case .text: break
    }
    throw Diagnostic(
      .wrongType, at: nil, "the parameter `\(name)` is \(ValueType.scalar(type)), not `\(text)`",
      remedy: ScalarHint.hint(for: text, wanted: type)?.remedy)
  }

  /// Sets a parameter to a value of a file, where it has the kind that it has in a notebook: a text is
  /// no number, but anything will do for a text.
  ///
  /// - Throws: A diagnostic with its place in that file.
  mutating func override(_ entry: Node.Entry) throws(Diagnostic) {
    let (name, node) = (entry.key.text, entry.value)
    let index: Int
    do throws(Diagnostic) { index = try self.index(of: name) } catch {
      var diagnostic = error
      diagnostic.range = entry.key.range
      throw diagnostic
    }
    let type = params[index].value.type
    guard let scalar = node.scalar else {
      throw Diagnostic(
        .wrongType, at: node.range,
        "the parameter `\(name)` is \(ValueType.scalar(type)), not \(node.kind)")
    }
    switch scalar.content {
    case .value(let given):
      if let value = type == .text ? .text(scalar.written.text) : given.converted(to: type) {
        params[index].override(with: value)
        return
      }
    case .template:
      throw Diagnostic(
        .wrongType, at: node.range,
        "a file of parameters cannot hold the expression `\(scalar.written.text)`",
        remedy: "write the value out")
    case .null, .invalid: break
    }
    throw Diagnostic(
      .wrongType, at: node.range,
      "the parameter `\(name)` is \(ValueType.scalar(type)), not \(node.kind)",
      remedy: scalar.hint?.remedy)
  }

  /// Sets a parameter to a value that an earlier run has recorded, if it has this parameter still
  /// and of this kind.
  public mutating func override(_ name: String, repeating value: Value) {
    guard let index = try? index(of: name),
      let value = value.converted(to: params[index].value.type)
    else { return }
    params[index].override(with: value)
  }

  private func index(of name: String) throws(Diagnostic) -> Int {
    if let index = params.firstIndex(where: { $0.name.text == name }) { return index }
    let names = params.map(\.name.text)
    var explanation = MissingName(.parameter, name, among: names).explanation()
    explanation.message = "the notebook has no parameter `\(name)`"
    throw Diagnostic(explanation, at: nil)
  }
}

extension FrontMatter.Parameter {
  fileprivate mutating func override(with value: Value) {
    isOverridden = isOverridden || value != self.value
    self.value = value
  }

  /// How the command line takes a value: what `override(_:with:)` reads as the same again.
  public static func spelling(of value: Value) -> String {
    guard let word = value.double?.nonFiniteWord else { return value.description }
    return word.hasPrefix("-") ? "-." + word.dropFirst() : "." + word
  }
}

extension Value {
  /// The value as one of another kind, where that loses nothing.
  fileprivate func converted(to type: ScalarType) -> Value? {
    switch (self, type) {
    case (_, self.type): self
    case (.integer(let integer), .number): .number(Double(integer))
    // Results have no other word for these than text has.
    case (.number(let number), .text): number.nonFiniteWord.map(Value.text)
    default: nil
    }
  }
}
