import OctavoResults

/// What a notebook says of itself before its first word.
public struct FrontMatter: Hashable, Sendable {
  /// A named constant that the command line can set to another of its kind.
  public struct Parameter: Hashable, Sendable {
    public var name: Key
    public var value: Value
    /// Where the value stands.
    public var range: SourceRange

    public init(name: Key, value: Value, range: SourceRange) {
      self.name = name
      self.value = value
      self.range = range
    }
  }

  public var title: String?
  /// One or several.
  public var authors: [String]
  public var date: String?
  public var description: String?
  /// A language tag as HTML has it, such as `en` or `pt-BR`.
  public var lang: String?
  public var seed: UInt64?
  /// Folders besides the notebook's own whose images the report may hold, relative to it.
  public var imageFolders: [String]
  /// In the order in which they were written.
  public var params: [Parameter]

  public init(
    title: String? = nil, authors: [String] = [], date: String? = nil, description: String? = nil,
    lang: String? = nil, seed: UInt64? = nil, imageFolders: [String] = [],
    params: [Parameter] = []
  ) {
    self.title = title
    self.authors = authors
    self.date = date
    self.description = description
    self.lang = lang
    self.seed = seed
    self.imageFolders = imageFolders
    self.params = params
  }
}

extension FrontMatter {
  /// Sets a parameter to a value that was written outside the notebook, as on a command line. It
  /// has to be of the parameter's kind; an integer will do for a number, anything for a text.
  ///
  /// - Throws: A diagnostic without a place.
  public mutating func override(_ name: String, with text: String) throws(Diagnostic) {
    guard let index = params.firstIndex(where: { $0.name.text == name }) else {
      let names = params.map(\.name.text)
      throw Diagnostic(
        at: nil, "the notebook has no parameter `\(name)`",
        remedy: nearest(to: name, among: names).map { "did you mean `\($0)`?" }
          ?? (names.isEmpty
            ? nil : "its parameters are " + names.map { "`\($0)`" }.joined(separator: ", ")))
    }
    let given = ScalarSchema.value(text)
    let value: Value? =
      switch params[index].value {
      case .text: .text(text)
      case .number: given?.double.map(Value.number)
      case .integer: given?.type == .integer ? given : nil
      case .boolean: given?.type == .boolean ? given : nil
      }
    guard let value else {
      let type = ValueType.scalar(params[index].value.type)
      throw Diagnostic(
        at: nil, "the parameter `\(name)` is \(type), not `\(text)`",
        remedy: given == nil ? ScalarSchema.hint(for: text) : nil)
    }
    params[index].value = value
  }
}
