/// Scores responses to prompts, one each: a reward model, a judge, or any function.
public typealias Scorer =
  @Sendable (_ prompts: [[Int32]], _ responses: [[Int32]]) throws -> [Double]
