import OctavoNotebook
import OctavoResults

/// What a step can do. One operation is one type in one file: it says what it takes, what it
/// makes and how, and everything else (checking, help, schema, keys) follows from that.
public protocol Operation: OptionGroup {
  static var manual: Manual { get }

  /// What a step of this operation offers to the steps after it; the first artifact and the
  /// first table are what the step's bare name stands for.
  static var outputs: [Output] { get }

  /// Says ahead of the run what is known of the outputs, so that later steps can be checked.
  /// Called after `check(_:)`, only when every option is known.
  func foresee(_ outlook: inout Outlook)

  /// What the step will take, as named facts for `octavo plan`.
  var costs: [(String, String)] { get }

  /// Does the work. Called with every option and input there.
  /// - Throws: anything whose description tells the user what went wrong and how to mend it.
  func run(in context: StepContext) throws -> StepResult
}

extension Operation {
  public func foresee(_ outlook: inout Outlook) {}
  public var costs: [(String, String)] { [] }
}

/// What an operation says of itself.
public struct Manual: Sendable {
  /// `noun.verb`, in the field's words.
  public var name: String
  /// One sentence.
  public var summary: String
  /// A paragraph or a few, in Markdown: what it computes, with the source of the method.
  public var discussion: String
  /// A step as a notebook would write it, without the fence.
  public var example: String

  public init(
    _ name: String, _ summary: String, discussion: String = "", example: String
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.example = example
  }

  /// What is before the dot: the heading under which help lists the operation.
  public var family: String { String(name.prefix { $0 != "." }) }
}

/// One thing that a step offers under a name.
public struct Output: Sendable {
  public enum Content: Sendable {
    case artifact(any Artifact.Type)
    case value(ValueType)
    /// Without columns where the options decide them.
    case table(TableOutline)
    case figure
  }

  public var name: String
  public var content: Content
  public var summary: String

  public static func artifact(_ name: String, _ type: any Artifact.Type, _ summary: String) -> Self
  {
    Self(name: name, content: .artifact(type), summary: summary)
  }

  public static func value(_ name: String, _ type: ValueType, _ summary: String) -> Self {
    Self(name: name, content: .value(type), summary: summary)
  }

  /// - Parameter types: of the columns that do not hold numbers.
  public static func table(
    _ name: String, columns: [String] = [], types: [String: ScalarType] = [:], _ summary: String
  ) -> Self {
    Self(
      name: name, content: .table(TableOutline(columns: columns, types: types)), summary: summary)
  }

  public static func figure(_ name: String, _ summary: String) -> Self {
    Self(name: name, content: .figure, summary: summary)
  }
}
