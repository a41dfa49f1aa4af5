import OctavoResults

/// What a step has made, under the names that its operation's outputs have in notebooks.
public struct StepResult: Sendable {
  public var artifacts: [String: any Artifact] = [:]
  public var values: [String: Value] = [:]
  public var tables: [String: Table] = [:]
  public var figures: [String: Figure] = [:]
  public var verdicts: [Verdict] = []
  /// Names of figures, tables and values in the order in which a report shows them, unless the
  /// notebook's `show:` says otherwise.
  public var shown: [String] = []

  public init() {}
}
