/// What a step can do. One operation is one type in one file: it says what it takes, what it
/// makes and how, and everything else (checking, help, schema, keys) follows from that.
public protocol Operation: OptionGroup {
  /// What a step of this operation offers to the steps after it.
  associatedtype Outputs: OutputGroup

  static var manual: Manual { get }

  /// Whether the result depends on the step's seed. Only then has a step `context.seed`, and only then
  /// is it run again for another seed.
  static var drawsRandomNumbers: Bool { get }

  /// Whether the step takes at most seconds whatever its options, such as a plot of numbers that are there.
  /// Sending it to another machine would take longer, so it runs where the report is made.
  static var computesLittle: Bool { get }

  /// Says ahead of the run what is known of the outputs, so that later steps can be checked.
  /// Called after `check(_:)`, only when every option is known.
  func outline(_ outputs: inout ExpectedOutputs<Outputs>)

  /// What the step will take, as named facts for `octavo plan`.
  var costs: [(String, String)] { get }

  /// About how much memory the step will take, in bytes; `nil` where it takes little, or where that cannot
  /// be told yet. Steps run at once only as far as there is memory for them.
  var memory: Int? { get }

  /// How much the step has to compute, in a unit of the operation's own; `nil` where that cannot be told.
  /// From it and from earlier runs `octavo plan` tells how long the step will take.
  var work: Double? { get }

  /// Does the work. Called with every option and input there.
  /// - Throws: anything whose description tells the user what went wrong and how to mend it.
  func run(in context: StepContext) throws -> Outputs
}

extension Operation {
  public static var drawsRandomNumbers: Bool { false }
  public static var computesLittle: Bool { false }
  public func outline(_ outputs: inout ExpectedOutputs<Outputs>) {}
  public var costs: [(String, String)] { [] }
  public var memory: Int? { nil }
  public var work: Double? { nil }
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
