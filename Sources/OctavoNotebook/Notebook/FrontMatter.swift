import OctavoResults

/// What a notebook says of itself before its first word.
public struct FrontMatter: Hashable, Sendable {
  /// A named constant that the command line can set to another of its kind.
  public struct Parameter: Hashable, Sendable {
    public var name: Key
    public var value: Value
    /// Where the value stands.
    public var range: SourceRange
    /// Whether it has another value than the notebook gives it.
    public internal(set) var isOverridden = false

    public init(name: Key, value: Value, range: SourceRange) {
      self.name = name
      self.value = value
      self.range = range
    }
  }

  public var title: String?
  public var subtitle: String?
  /// One or several.
  public var authors: [String]
  public var date: String?
  public var description: String?
  /// Its paragraphs are separated by empty lines.
  public var abstract: String?
  public var keywords: [String] = []
  /// Whether the report has a table of contents; `nil` to decide by the number of headings.
  public var showsContents: Bool?
  public var numbersSections = false
  /// A language tag as HTML has it, such as `en` or `pt-BR`.
  public var lang: String?
  /// Where the report will be found, as `https:` or `http:`.
  public var url: String?
  /// The address of an image that shows the report where a link to it is shared.
  public var card: String?
  /// The report's looks.
  public var theme: Theme?
  public var seed: UInt64?
  /// Folders besides the notebook's own whose images the report may hold, relative to it.
  public var imageFolders: [String]
  /// Whether the report is to carry the data that steps read.
  public var embedsData = false
  /// BibTeX files, as paths from the notebook's folder.
  public var bibliography: [Key]
  /// The axes that `for:` gives to the whole notebook.
  public var points: PointSet?
  /// Where they stand.
  public var pointsRange: SourceRange?
  /// In the order in which they were written.
  public var params: [Parameter]

  public init(
    title: String? = nil, authors: [String] = [], date: String? = nil, description: String? = nil,
    lang: String? = nil, seed: UInt64? = nil, imageFolders: [String] = [],
    bibliography: [Key] = [], params: [Parameter] = []
  ) {
    self.title = title
    self.authors = authors
    self.date = date
    self.description = description
    self.lang = lang
    self.seed = seed
    self.imageFolders = imageFolders
    self.bibliography = bibliography
    self.params = params
  }
}
