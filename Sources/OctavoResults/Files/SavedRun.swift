import Foundation
import OctavoBase

/// `report.json` of a run's folder: what the report shows, without loss, so that it can be drawn
/// again without the notebook's file, the store and whatever computed the results. The same results
/// give the same bytes.
///
/// What differs between two equal runs is in `run.json`. `docs/report-json.md` describes the
/// format.
public struct SavedRun: Sendable {
  public static let name = "report.json"
  public static let currentFormat = 3

  public struct Notebook: Hashable, Codable, Sendable {
    public var text: String
    /// The notebook's file, as a path from the closest folder that both it and the report are in.
    public var path: String
    /// The report's folder, as a path from the same place.
    public var reportFolder: String
    /// Whether a byte order mark stands before the text in the file.
    public var hasByteOrderMark: Bool

    private enum CodingKeys: String, CodingKey {
      case text, path
      case reportFolder = "report-folder"
      case hasByteOrderMark = "byte-order-mark"
    }

    public init(
      text: String, path: String, reportFolder: String, hasByteOrderMark: Bool = false
    ) {
      self.hasByteOrderMark = hasByteOrderMark
      self.text = text
      self.path = path
      self.reportFolder = reportFolder
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      text = try container.decode(String.self, forKey: .text)
      path = try container.decode(String.self, forKey: .path)
      reportFolder = try container.decode(String.self, forKey: .reportFolder)
      hasByteOrderMark =
        try container.decodeIfPresent(Bool.self, forKey: .hasByteOrderMark) ?? false
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
      try container.encode(path, forKey: .path)
      try container.encode(reportFolder, forKey: .reportFolder)
      if hasByteOrderMark { try container.encode(true, forKey: .hasByteOrderMark) }
    }

    /// The bytes of the notebook's file.
    public var bytes: [UInt8] { (hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8) }
  }

  public var run: Run
  public var notebook: Notebook
  /// The files of the images that the prose shows, by their addresses in the notebook.
  public var images: [String: [UInt8]]
  /// The works that the prose cites, ordered by their keys.
  public var references: [Reference]
  /// Whether the report holds what differs between two equal runs.
  public var showsTimings: Bool
  /// The data that the steps read.
  public var files: [DataFile]

  public init(
    run: Run, notebook: Notebook, images: [String: [UInt8]], references: [Reference] = [],
    showsTimings: Bool, files: [DataFile] = []
  ) {
    self.files = files
    self.run = run
    self.notebook = notebook
    self.images = images
    self.references = references
    self.showsTimings = showsTimings
  }
}

extension SavedRun: Codable {
  private enum Key: String, CodingKey {
    case format, name, title, seed, params, axes, notebook, images, references, timings, steps
    case files, uses
  }

  /// A later version of Octavo has written the file.
  public struct NewerFormat: Error, Sendable {
    public var format: Int

    package init(format: Int) { self.format = format }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(Self.currentFormat, forKey: .format)
    try container.encode(run.notebook, forKey: .name)
    try container.encode(run.title, forKey: .title)
    try container.encode(run.seed, forKey: .seed)
    try container.encode(run.params.mapValues(ExactValue.init), forKey: .params)
    if !run.axes.isEmpty { try container.encode(run.axes, forKey: .axes) }
    try container.encode(notebook, forKey: .notebook)
    try container.encode(images.mapValues { Data($0) }, forKey: .images)
    if !references.isEmpty { try container.encode(references, forKey: .references) }
    try container.encode(showsTimings, forKey: .timings)
    try container.encode(run.steps.map(SavedStep.init), forKey: .steps)
    if !run.uses.isEmpty { try container.encode(run.uses, forKey: .uses) }
    if !files.isEmpty { try container.encode(files, forKey: .files) }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let format = try container.decode(Int.self, forKey: .format)
    guard format <= Self.currentFormat else { throw NewerFormat(format: format) }
    run = Run(
      notebook: try container.decode(String.self, forKey: .name),
      title: try container.decode(String.self, forKey: .title),
      seed: try container.decode(UInt64.self, forKey: .seed),
      params: try container.decode([String: ExactValue].self, forKey: .params)
        .mapValues(\.value),
      axes: try container.decodeIfPresent([Run.Axis].self, forKey: .axes) ?? [],
      steps: try container.decode([SavedStep].self, forKey: .steps).map(\.record),
      uses: try container.decodeIfPresent([String: [String]].self, forKey: .uses) ?? [:])
    notebook = try container.decode(Notebook.self, forKey: .notebook)
    images = try container.decode([String: Data].self, forKey: .images).mapValues { [UInt8]($0) }
    references = try container.decodeIfPresent([Reference].self, forKey: .references) ?? []
    showsTimings = try container.decode(Bool.self, forKey: .timings)
    files = try container.decodeIfPresent([DataFile].self, forKey: .files) ?? []
  }

  public func encoded() throws -> Data {
    try JSONEncoder.stable().encode(self) + Data("\n".utf8)
  }

  /// - Throws: `NewerFormat`; `DecodingError`.
  public init(decoding data: Data) throws {
    self = try JSONDecoder.stable().decode(Self.self, from: data)
  }
}

/// A step as the saved run has it.
private struct SavedStep: Codable {
  let record: StepRecord

  private enum Key: String, CodingKey {
    case name, operation, values, tables, warnings, points, shares
    case warningGrades = "warning-grades"
    case shownItems = "shown"
    /// As format 1 has it.
    case exhibits
  }

  init(_ record: StepRecord) { self.record = record }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    record = StepRecord(
      name: try container.decode(String.self, forKey: .name),
      operation: try container.decode(String.self, forKey: .operation),
      status: try StepRecord.Status(from: decoder),
      values: try container.decode([String: ExactValue].self, forKey: .values)
        .mapValues(\.value),
      tables: try container.decode([String: ExactTable].self, forKey: .tables)
        .mapValues(\.table),
      shownItems: try container.decodeIfPresent(
        [StepRecord.ShownItem].self, forKey: .shownItems)
        ?? container.decode([StepRecord.ShownItem].self, forKey: .exhibits),
      warnings: try container.decodeWarnings(forKey: .warnings, grades: .warningGrades),
      points: try container.decodeIfPresent([SavedPoint].self, forKey: .points)?.map(\.record)
        ?? [],
      shares: try container.decodeIfPresent([String].self, forKey: .shares) ?? [])
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(record.name, forKey: .name)
    try container.encode(record.operation, forKey: .operation)
    try record.status.encode(to: encoder)
    try container.encode(record.values.mapValues(ExactValue.init), forKey: .values)
    try container.encode(record.tables.mapValues(ExactTable.init), forKey: .tables)
    try container.encode(record.shownItems, forKey: .shownItems)
    try container.encode(record.warnings, forKey: .warnings, grades: .warningGrades)
    if !record.points.isEmpty {
      try container.encode(record.points.map(SavedPoint.init), forKey: .points)
    }
    if !record.shares.isEmpty { try container.encode(record.shares, forKey: .shares) }
  }
}

/// A point of a step as the saved run has it.
private struct SavedPoint: Codable {
  let record: PointRecord

  private enum Key: String, CodingKey {
    case coordinates = "for"
    case values, tables, warnings
    case warningGrades = "warning-grades"
  }

  private struct Coordinate: Codable {
    var axis: String
    var value: ExactValue
  }

  init(_ record: PointRecord) { self.record = record }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    record = PointRecord(
      point: Point(
        try container.decode([Coordinate].self, forKey: .coordinates)
          .map { .init($0.axis, $0.value.value) }),
      status: try StepRecord.Status(from: decoder),
      values: try container.decode([String: ExactValue].self, forKey: .values)
        .mapValues(\.value),
      tables: try container.decode([String: ExactTable].self, forKey: .tables)
        .mapValues(\.table),
      warnings: try container.decodeWarnings(forKey: .warnings, grades: .warningGrades))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(
      record.point.coordinates.map { Coordinate(axis: $0.axis, value: ExactValue($0.value)) },
      forKey: .coordinates)
    try record.status.encode(to: encoder)
    try container.encode(record.values.mapValues(ExactValue.init), forKey: .values)
    try container.encode(record.tables.mapValues(ExactTable.init), forKey: .tables)
    try container.encode(record.warnings, forKey: .warnings, grades: .warningGrades)
  }
}
