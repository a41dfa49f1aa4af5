/// A learned vector for each id: ids → (…, width).
struct Embedding {
  /// (ids, width)
  let weight: Variable

  init(
    _ source: ParameterSource, count: Int, width: Int, start: ParameterShape.Initialization
  ) {
    weight = source.parameter("weight", [count, width], start)
  }

  /// - Parameter shape: of the ids.
  func callAsFunction(_ ids: [Int32], shape: [Int]) -> Variable {
    weight.embedding(ids, shape: shape)
  }

  /// The scores of every id: (…, width) → (…, ids), for an output layer that shares these weights
  /// (Press & Wolf 2017).
  func scores(_ x: Variable) -> Variable { x.linear(tiedTo: weight) }
}
