/// The MLP that computes a prefix from smaller embeddings of its virtual tokens, which trains more
/// stably than the prefix itself (Li & Liang 2021, section 4.3): (count, outputs).
struct VirtualTokenProjection {
  /// (count, C)
  private let embedding: Variable
  private let hidden, output: Linear

  init(_ source: ParameterSource, count: Int, width: Int, hidden: Int, outputs: Int) {
    embedding = source.parameter("embedding", [count, width], .normal(deviation: 1))
    self.hidden = Linear(source["hidden"], width, hidden)
    output = Linear(source["output"], hidden, outputs)
  }

  func callAsFunction() -> Variable { output(hidden(embedding).hyperbolicTangent()) }
}
