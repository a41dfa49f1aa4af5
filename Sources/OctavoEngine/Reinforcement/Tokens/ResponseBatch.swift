/// Prompts and responses as one batch for a pass through a model, and where in it the responses'
/// tokens are.
///
/// Each prompt is followed by its response without the last token, from which nothing is predicted,
/// and shorter rows are padded at the right, which changes nothing for what stands before it. Numbers
/// by token, (B, R), have one column for each token of a response. Tokens that an environment
/// inserted into a response are read like any other, but are no real tokens of the mask: nothing is
/// predicted at their places.
public struct ResponseBatch: Sendable {
  public let prompts: [[Int32]]
  public let responses: [[Int32]]
  /// (B, R): which columns the written tokens of a response fill.
  public let mask: TokenMask
  package let tokens: TokenBatch
  /// The responses' written tokens, end to end.
  package let labels: [Int32]
  /// For each of them, the position in the batch from which it is predicted, that of the token
  /// before.
  package let predictors: [Int32]
  /// The places of the inserted tokens of each response.
  private let inserted: [[Range<Int>]]

  /// - Parameters:
  ///   - inserted: for each response, the places of the tokens in it that nobody wrote.
  ///   - leftPadding, rightPadding: columns of padding beyond what is needed.
  /// - Precondition: there is a response, perhaps an empty one, to every prompt, and no prompt is
  ///   empty.
  public init(
    prompts: [[Int32]], responses: [[Int32]], inserted: [[Range<Int>]]? = nil,
    leftPadding: Int = 0, rightPadding: Int = 0
  ) {
    let responseColumns = (responses.map(\.count).max() ?? 0) + rightPadding
    self.init(
      prompts, responses, inserted ?? responses.map { _ in [] }, leftPadding, rightPadding,
      responseColumns)
  }

  init(_ examples: [PromptResponse]) {
    self.init(
      prompts: examples.map(\.prompt), responses: examples.map(\.response),
      inserted: examples.map(\.inserted))
  }

  private init(
    _ prompts: [[Int32]], _ responses: [[Int32]], _ inserted: [[Range<Int>]], _ leftPadding: Int,
    _ rightPadding: Int, _ responseColumns: Int
  ) {
    precondition(prompts.count == responses.count && prompts.allSatisfy { !$0.isEmpty })
    precondition(inserted.count == responses.count)
    self.prompts = prompts
    self.responses = responses
    self.inserted = inserted
    let longest = zip(prompts, responses).map { $0.count + max(0, $1.count - 1) }.max() ?? 0
    let columns = leftPadding + longest + rightPadding
    var (tokens, predictors, labels): ([Int32], [Int32], [Int32]) = ([], [], [])
    var isReal: [Bool] = []
    for (row, (prompt, response)) in zip(prompts, responses).enumerated() {
      let first = tokens.count + leftPadding + prompt.count - 1
      var isWritten = response.map { _ in true }
      for place in inserted[row].joined() { isWritten[place] = false }
      let written = response.indices.filter { isWritten[$0] }
      predictors += written.map { Int32(first + $0) }
      labels += written.map { response[$0] }
      isReal += isWritten + Array(repeating: false, count: responseColumns - response.count)
      let read = prompt + response.dropLast()
      tokens += Array(repeating: 0, count: leftPadding) + read
      tokens += Array(repeating: 0, count: columns - leftPadding - read.count)
    }
    self.tokens = TokenBatch(
      rows: prompts.count, columns: columns, tokens: tokens,
      padding: leftPadding == 0 ? nil : prompts.map { _ in leftPadding })
    self.predictors = predictors
    self.labels = labels
    mask = TokenMask(rows: responses.count, columns: responseColumns, isReal: isReal)
  }

  public var count: Int { prompts.count }

  /// The positions in the batch that are no padding; nil if none is.
  var read: [Int32]? {
    let lengths = zip(prompts, responses).map { $0.count + max(0, $1.count - 1) }
    guard lengths.contains(where: { $0 < tokens.columns }) else { return nil }
    return lengths.enumerated().flatMap { row, length in
      let first = row * tokens.columns + (tokens.padding?[row] ?? 0)
      return (first..<first + length).map(Int32.init)
    }
  }

  /// The given rows, in the given order; numbers by token keep their columns.
  public func rows(_ indices: [Int]) -> ResponseBatch {
    ResponseBatch(
      indices.map { prompts[$0] }, indices.map { responses[$0] }, indices.map { inserted[$0] }, 0,
      0,
      mask.columns)
  }

  /// Numbers of the responses' tokens, end to end, as (B, R) with zero for padding.
  package func spread(_ packed: [Double]) -> TokenValues {
    var rest = packed[...]
    return TokenValues(
      rows: mask.rows, columns: mask.columns,
      values: mask.isReal.map { $0 ? rest.removeFirst() : 0 })
  }

  package func spread(_ packed: Variable) -> TokenValues {
    spread(packed.value.values.map(Double.init))
  }

  /// The opposite: the numbers of real tokens alone.
  package func packed(_ values: [Double]) -> [Double] {
    zip(values, mask.isReal).compactMap { $1 ? $0 : nil }
  }

  /// A loss that is defined on (B, R), of numbers of the responses' tokens.
  package func loss(of variable: Variable, _ loss: (TokenValues) -> Loss) -> Variable {
    variable.loss { values in
      let result = loss(spread(values))
      return Loss(value: result.value, gradient: packed(result.gradient))
    }
  }
}

extension GPT {
  /// The scores from which each token of the responses was chosen: (tokens, V).
  func responseLogits(
    _ batch: ResponseBatch, _ weights: Weights, dropout: NetworkDropout? = nil,
    routing: Routing? = nil
  ) -> Variable {
    routing?.tokens = batch.read
    let hidden = hiddenStates(
      batch.tokens, weights, dropout: dropout, routing: routing, at: batch.predictors)
    return logits(ofHidden: hidden, weights)
  }

  /// log π of each token of the responses: (tokens).
  package func logProbabilities(
    _ batch: ResponseBatch, _ weights: Weights, temperature: Float = 1,
    dropout: NetworkDropout? = nil
  ) -> Variable {
    responseLogits(batch, weights, dropout: dropout)
      .logProbabilities(of: batch.labels, temperature: temperature)
  }
}
