/// Documents of several sources in one order, of each source as much as its sampling proportion or
/// number of epochs says, as in LLaMA's table of sources (Touvron et al. 2023, table 1).
///
/// A source is read in a new random order each epoch; every document is read once before any is read
/// again. Sources are interleaved so that the proportions hold, to a document, at every point.
public struct CorpusMixture: Hashable, Sendable {
  /// A collection to draw from.
  public struct Source: Hashable, Sendable {
    public let name: String
    /// The size of each document, in bytes or tokens.
    public let sizes: [Int]

    public init(name: String, sizes: [Int]) {
      self.name = name
      self.sizes = sizes
    }

    /// Documents measured in bytes of UTF-8.
    public init(name: String, documents: [String]) {
      self.init(name: name, sizes: documents.map(\.utf8.count))
    }

    public var size: Int { sizes.reduce(0, +) }
  }

  /// How much to draw from each source.
  public enum Amounts: Hashable, Sendable {
    /// Shares of a total size, in the sources' unit; they are divided by their sum.
    case proportions([Double], total: Int)
    case epochs([Double])
  }

  public struct Pick: Hashable, Sendable {
    public let source: Int
    public let document: Int
  }

  /// What was drawn from one source.
  public struct Row: Hashable, Codable, Sendable {
    public let name: String
    public let documents: Int
    public let size: Int
    /// The share of the whole mixture's size.
    public let proportion: Double
    /// How often the source was read, by size.
    public let epochs: Double
  }

  public let picks: [Pick]
  public let rows: [Row]

  /// - Precondition: there is an amount for each source, none negative; and a source of which
  ///   something is wanted is not empty.
  public init(of sources: [Source], _ amounts: Amounts, using stream: RandomStream) {
    let wanted = Self.wantedSizes(of: sources, amounts)
    var readers = zip(sources, 0...).map { source, index in
      SourceReader(source, stream: stream.derived(for: "order", index: index))
    }
    var picks: [Pick] = []
    while let next = Self.mostLacking(readers, wanted: wanted) {
      picks.append(Pick(source: next, document: readers[next].read()))
    }
    let total = readers.reduce(0) { $0 + $1.sizeRead }
    rows = zip(sources, readers).map { source, reader in
      Row(
        name: source.name, documents: reader.documentsRead, size: reader.sizeRead,
        proportion: total == 0 ? 0 : Double(reader.sizeRead) / Double(total),
        epochs: source.size == 0 ? 0 : Double(reader.sizeRead) / Double(source.size))
    }
    self.picks = picks
  }

  private static func wantedSizes(of sources: [Source], _ amounts: Amounts) -> [Double] {
    let wanted: [Double]
    switch amounts {
    case .epochs(let epochs):
      wanted = zip(sources, epochs).map { Double($0.size) * $1 }
    case .proportions(let proportions, let total):
      let sum = proportions.reduce(0, +)
      wanted = proportions.map { sum == 0 ? 0 : $0 / sum * Double(total) }
    }
    precondition(wanted.count == sources.count, "there is an amount for each source")
    precondition(wanted.allSatisfy { $0 >= 0 && $0.isFinite }, "amounts are not negative")
    precondition(
      zip(sources, wanted).allSatisfy { $0.size > 0 || $1 == 0 }, "an empty source gives nothing")
    return wanted
  }

  /// The source that is furthest behind its share, nil when no document brings one nearer to it.
  private static func mostLacking(_ readers: [SourceReader], wanted: [Double]) -> Int? {
    // Half the next document: reading it must bring the source nearer to what is wanted of it.
    let progress = zip(readers, wanted).map { reader, wanted in
      wanted == 0 ? 2 : (Double(reader.sizeRead) + Double(reader.nextSize) / 2) / wanted
    }
    return progress.indices.filter { progress[$0] <= 1 }
      .min { (progress[$0], $0) < (progress[$1], $1) }
  }
}

/// Reads a source epoch after epoch, each in its own random order.
private struct SourceReader {
  private let sizes: [Int]
  private let stream: RandomStream
  private var order: [Int]
  private var epoch = 0
  private var position = 0
  private(set) var documentsRead = 0
  private(set) var sizeRead = 0

  init(_ source: CorpusMixture.Source, stream: RandomStream) {
    sizes = source.sizes
    self.stream = stream
    order = Self.order(of: sizes, epoch: 0, stream)
  }

  /// The size of the document that would be read next.
  var nextSize: Int { order.isEmpty ? 0 : sizes[order[position]] }

  mutating func read() -> Int {
    let document = order[position]
    documentsRead += 1
    sizeRead += sizes[document]
    position += 1
    if position == order.count {
      position = 0
      epoch += 1
      order = Self.order(of: sizes, epoch: epoch, stream)
    }
    return document
  }

  /// Empty documents are passed over.
  private static func order(of sizes: [Int], epoch: Int, _ stream: RandomStream) -> [Int] {
    var random = stream.derived(for: "epoch", index: epoch)
    return sizes.indices.filter { sizes[$0] > 0 }.shuffled(using: &random)
  }
}
