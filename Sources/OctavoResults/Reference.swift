/// A work that a notebook cites, as its bibliography describes it: an entry of BibTeX.
public struct Reference: Hashable, Codable, Sendable {
  /// What citations call it.
  public var key: String
  /// In lower case, such as `article`.
  public var type: String
  /// In the language of TeX, by their names in lower case: strings are replaced and joined, and the
  /// outer braces or quotes are gone.
  public var fields: [String: String]

  public init(key: String, type: String, fields: [String: String]) {
    self.key = key
    self.type = type
    self.fields = fields
  }
}
