/// A relative address in a notebook's prose: what has to be there when the report is read.
public struct LinkedFile: Hashable, Sendable {
  public enum Use: Hashable, Sendable { case link, image }

  public var use: Use
  /// As written, with its query and fragment.
  public var address: String
  public var range: SourceRange

  public init(_ use: Use, _ address: String, at range: SourceRange) {
    self.use = use
    self.address = address
    self.range = range
  }
}
