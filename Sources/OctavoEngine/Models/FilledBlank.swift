/// A text with one blank and what fills it, as tokens.
public struct FilledBlank: Hashable, Sendable {
  public var prefix: [Int32]
  public var span: [Int32]
  public var suffix: [Int32]

  public init(prefix: [Int32], span: [Int32], suffix: [Int32]) {
    self.prefix = prefix
    self.span = span
    self.suffix = suffix
  }

  /// Why a model cannot read it; nil if it can.
  public func problem(for model: GLM.Configuration) -> ExampleProblem? {
    if span.isEmpty { return .emptyResponse }
    let tokens = prefix + span + suffix
    if tokens.count > model.context { return .tooLong }
    return tokens.allSatisfy { 0..<Int32(model.vocabularySize) ~= $0 } ? nil : .unknownToken
  }
}
