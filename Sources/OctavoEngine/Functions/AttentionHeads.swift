/// How the channels of a row that holds queries, keys and values are divided.
public struct AttentionHeads: Hashable, Sendable {
  /// Heads of queries, and of keys and values; the first is a multiple of the second (grouped-query
  /// attention, Ainslie et al. 2023; the same for multi-head attention).
  public let queries, keys: Int
  /// Channels of one head.
  public let width: Int

  public init(queries: Int, keys: Int, width: Int) {
    precondition(queries.isMultiple(of: keys))
    self.queries = queries
    self.keys = keys
    self.width = width
  }

  /// Query heads that share one head of keys and values: query head h uses head h / groupSize.
  var groupSize: Int { queries / keys }
  /// Channels of a row of queries, keys and values, in this order.
  public var rowWidth: Int { (queries + 2 * keys) * width }
  var scale: Float { 1 / Float(width).squareRoot() }

  func queryChannel(_ head: Int) -> Int { head * width }
  func keyChannel(_ head: Int) -> Int { (queries + head) * width }
  func valueChannel(_ head: Int) -> Int { (queries + keys + head) * width }
}
