import OctavoBase

/// Explains a name that stands for nothing: what kind of thing was looked for, which name was
/// probably meant, or else which names there are.
public struct MissingName: Sendable {
  /// What was looked for.
  public enum Kind: Sendable {
    case operation, option, choice, output, step, config, parameter, key, value, column, function
    case footnote, reference, frontMatterKey, block, axis
    /// A color by its name.
    case color
    /// What a link leads to.
    case linkTarget
    /// What a link without a text leads to.
    case linkedStep
    case linkedImage, linkedTable, linkedEquation
    /// What a step's `show` can list.
    case item
  }

  private let kind: Kind
  private let name: String
  private let known: [String]
  /// What takes the place of the name that was written; it has more around the name in some places.
  private let spelled: @Sendable (String) -> String

  /// - Parameters:
  ///   - known: the names that could stand there; of equally near ones the first is proposed.
  ///   - spelled: how a name is written in the place in question.
  public init(
    _ kind: Kind, _ name: String, among known: [String],
    spelled: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.kind = kind
    self.name = name
    self.known = known
    self.spelled = spelled
  }

  /// The explanation, with the nearest name where there is one.
  ///
  /// - Parameter remedy: what to say where no name is near, in place of the names that there are.
  public func explanation(otherwise remedy: String? = nil) -> Explanation {
    let near = nearest(to: name, among: known)
    return Explanation(
      kind.identifier, kind.message(name),
      remedy: near.map { "did you mean `\(kind.proposed($0))`?" } ?? remedy ?? list,
      correction: near.map { .init(of: spelled(name), by: spelled($0)) })
  }

  private static let longestList = 8

  private var list: String? {
    guard let plural = kind.plural else { return nil }
    if known.isEmpty { return "there are no \(plural)" }
    // What has the name as a part of its own is what was probably meant.
    let similar = known.filter { $0.contains(name) } + known.filter { !$0.contains(name) }
    let names = (kind.listsAll ? known[...] : similar.prefix(Self.longestList)).map { "`\($0)`" }
    let isCut = names.count < known.count
    return "the \(plural) are " + names.joined(separator: ", ") + (isCut ? ", …" : "")
  }
}

extension MissingName.Kind {
  fileprivate var identifier: DiagnosticIdentifier {
    switch self {
    case .operation: .unknownOperation
    case .option: .unknownOption
    case .choice, .color: .unknownChoice
    case .output, .item: .unknownOutput
    case .step, .linkedStep: .unknownStep
    case .config: .unknownConfig
    case .parameter: .unknownParameter
    case .key: .unknownKey
    case .value: .unknownValue
    case .column: .unknownColumn
    case .function: .unknownFunction
    case .footnote: .unknownFootnote
    case .reference: .unknownReference
    case .frontMatterKey: .unknownFrontMatterKey
    case .block: .unknownName
    case .axis: .unknownAxis
    case .linkTarget: .brokenLink
    case .linkedImage, .linkedTable, .linkedEquation: .unknownLabel
    }
  }

  fileprivate func message(_ name: String) -> String {
    switch self {
    case .operation: "there is no operation `\(name)`"
    case .option: "unknown key `\(name)`"
    case .choice: "no such choice: `\(name)`"
    case .color: "`\(name)` is no color"
    case .output: "there is no output `\(name)`"
    case .item: "there is nothing called `\(name)` to show"
    case .step: "there is no step `\(name)` above"
    case .config: "there is no config `\(name)` above"
    case .parameter: "there is no parameter `\(name)`"
    case .key: "there is no key `\(name)`"
    case .value: "there is no value `\(name)`"
    case .column: "there is no column `\(name)`"
    case .function: "there is no function `\(name)`"
    case .footnote: "no footnote is defined as `[^\(name)]`"
    case .reference: "the bibliography has no work `\(name)`"
    case .frontMatterKey: "the front matter's key `\(name)` has no meaning here"
    case .axis: "there is no axis `\(name)`"
    case .block: "nothing above is called `\(name)`"
    case .linkedStep: "no step or equation is called `\(name)`"
    case .linkedImage: "no image is called `\(name)`"
    case .linkedTable: "no table is called `\(name)`"
    case .linkedEquation: "no equation is called `\(name)`"
    case .linkTarget: "the link to `#\(name)` leads nowhere"
    }
  }

  /// What the names in a list are called; `nil` where no list helps.
  fileprivate var plural: String? {
    switch self {
    case .option: "keys here"
    case .frontMatterKey, .key: "keys"
    case .parameter: "parameters"
    case .value: "values and tables"
    case .column: "columns"
    case .axis: "axes"
    case .function: "functions"
    case .item: "outputs that can be shown"
    case .operation, .choice, .color, .output, .step, .config, .footnote, .reference, .block,
      .linkTarget, .linkedStep, .linkedImage, .linkedTable, .linkedEquation:
      nil
    }
  }

  /// Whether a list has all names, be they many.
  fileprivate var listsAll: Bool {
    switch self {
    case .option, .frontMatterKey, .function: true
    default: false
    }
  }

  /// A name as a remedy proposes it.
  fileprivate func proposed(_ name: String) -> String {
    switch self {
    case .linkTarget: "#\(name)"
    case .footnote: "[^\(name)]"
    case .reference: "@\(name)"
    default: name
    }
  }
}

extension MissingName.Kind {
  static func linked(_ kind: Label.Kind) -> Self {
    switch kind {
    case .figure: .linkedImage
    case .table: .linkedTable
    case .equation: .linkedEquation
    }
  }
}
