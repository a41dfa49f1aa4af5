import Foundation
import OctavoBase

/// What differs between two runs' results.
public struct Comparison: Sendable {
  public struct Difference: Hashable, Sendable {
    /// What differs, as notebooks name it, such as `pretrain.validation-loss`.
    public var path: String
    /// In words, such as `1.88 became 1.9`.
    public var finding: String
    /// The value of the first run; `nil` where it has none, or where a table differs.
    public var before: Value?
    /// The value of the other run.
    public var after: Value?
    /// The cells of a table that differ.
    public var cells: Cells?

    /// How much greater the value has become; `nil` where one of both is not a finite number, and
    /// of the seed.
    public var change: Double? { path == "seed" ? nil : Comparison.change(before, after) }

    /// With its sign and three digits, such as `+0.0215`.
    public var changeText: String? { change.map(Comparison.signed) }
  }

  /// How many cells of a table differ, and the one that differs most.
  public struct Cells: Hashable, Sendable {
    public var different: Int
    public var count: Int
    public var column: String
    /// Counted from 1.
    public var row: Int
    public var before: Value?
    public var after: Value?
  }

  public private(set) var differences: [Difference] = []
  /// How many single numbers, texts and truths were compared.
  public private(set) var comparedValues = 0

  /// The finding of what the other run has no longer.
  static let gone = "is gone"

  /// The largest difference that counts as none, relative to the larger of two numbers.
  private let tolerance: Double

  public var isSame: Bool { differences.isEmpty }

  public init(of old: ResultsFile, with new: ResultsFile, tolerance: Double = 0) {
    self.tolerance = tolerance
    comparedValues += 1
    if old.seed != new.seed {
      report("seed", "\(old.seed) became \(new.seed)", Self.value(old.seed), Self.value(new.seed))
    }
    compare(old.params, new.params, at: "params")
    for name in Set(old.steps.keys).union(new.steps.keys).sorted() {
      switch (old.steps[name], new.steps[name]) {
      case (let old?, let new?): compare(old, new, at: name)
      case (nil, _): report(name, "is new")
      case (_, nil): report(name, Self.gone)
      }
    }
  }

  private mutating func report(
    _ path: String, _ finding: String, _ before: Value? = nil, _ after: Value? = nil,
    cells: Cells? = nil
  ) {
    differences.append(
      Difference(path: path, finding: finding, before: before, after: after, cells: cells))
  }

  /// Takes in how a table compares of which there is but a hash.
  ///
  /// - Parameter finding: what differs; `nil` where nothing does.
  public mutating func noteTable(at path: String, cells: Int, finding: String?) {
    comparedValues += cells
    if let finding { report(path, finding) }
  }

  private mutating func compare(_ old: String, _ new: String, at path: String) {
    comparedValues += 1
    if old != new { report(path, "\(old) became \(new)", .text(old), .text(new)) }
  }

  private mutating func compare(
    _ old: ResultsFile.Step, _ new: ResultsFile.Step, at name: String
  ) {
    compare(old.operation, new.operation, at: "the operation of \(name)")
    compare(old.status.text, new.status.text, at: name)
    let (before, after) = (old.pointsByPlace, new.pointsByPlace)
    let isCommon = { (point: ResultsFile.Point) in before[point.key] != nil }
    for point in old.everyPoint + new.everyPoint.filter({ !isCommon($0) }) {
      let path = name + point.choice
      switch (before[point.key], after[point.key]) {
      case (let old?, let new?): compare(old, new, at: path)
      case (nil, _): report(path, "is new")
      case (_, nil): report(path, Self.gone)
      }
    }
    compare(old.warnings.texts, new.warnings.texts, at: name)
  }

  private mutating func compare(
    _ old: ResultsFile.Point, _ new: ResultsFile.Point, at path: String
  ) {
    if !old.place.coordinates.isEmpty { compare(old.status.text, new.status.text, at: path) }
    compare(old.values, new.values, at: path)
    for table in Set(old.tables.keys).union(new.tables.keys).sorted() {
      let path = "\(path).\(table)"
      switch (old.tables[table], new.tables[table]) {
      case (let old?, let new?): compare(old, new, at: path)
      case (nil, _): report(path, "is new")
      case (_, nil): report(path, Self.gone)
      }
    }
    if !old.place.coordinates.isEmpty { compare(old.warnings.texts, new.warnings.texts, at: path) }
  }

  private mutating func compare(_ old: [String], _ new: [String], at path: String) {
    guard old != new else { return }
    compare(
      old.joined(separator: "; "), new.joined(separator: "; "), at: "the warnings of \(path)")
  }

  private mutating func compare(_ old: [String: Value], _ new: [String: Value], at path: String) {
    for key in Set(old.keys).union(new.keys).sorted() {
      let path = "\(path).\(key)"
      switch (old[key], new[key]) {
      case (let old?, let new?):
        comparedValues += 1
        if let finding = finding(old, new) { report(path, finding, old, new) }
      case (nil, let new): report(path, "is new", nil, new)
      case (let old, nil): report(path, Self.gone, old, nil)
      }
    }
  }

  /// Of a table that differs, tells how many cells do, and the worst of them.
  private mutating func compare(_ old: Table, _ new: Table, at path: String) {
    guard old.columns.map(\.name) == new.columns.map(\.name), old.rowCount == new.rowCount else {
      report(
        path, "\(old.shapeText) became \(new.shapeText)", .text(old.shapeText),
        .text(new.shapeText))
      return
    }
    var different = 0
    var worst: (size: Double, text: String, cells: Cells)?
    for (column, other) in zip(old.columns, new.columns) {
      comparedValues += column.values.count
      for (row, (before, after)) in zip(column.values, other.values).enumerated() {
        guard let finding = finding(before, after) else { continue }
        different += 1
        let size = Self.distance(before, after)
        if size > worst?.size ?? -1 {
          let cells = Cells(
            different: 0, count: old.columns.count * old.rowCount, column: column.name,
            row: row + 1, before: before, after: after)
          worst = (size, "\(column.name) in row \(row + 1): \(finding)", cells)
        }
      }
    }
    if var worst {
      worst.cells.different = different
      report(
        path, "\(different) of \(worst.cells.count) cells differ, most \(worst.text)",
        cells: worst.cells)
    }
  }

  /// What to say of two values; `nil` if they are the same.
  private func finding(_ old: Value?, _ new: Value?) -> String? {
    guard Self.distance(old, new) > tolerance else { return nil }
    let became = Self.texts(old, new).joined(separator: " became ")
    return Self.change(old, new).map { "\(became) (\(Self.signed($0)))" } ?? became
  }

  private static func change(_ old: Value?, _ new: Value?) -> Double? {
    guard let before = old?.double, let after = new?.double, (after - before).isFinite else {
      return nil
    }
    return after - before
  }

  /// As a number where that holds it.
  private static func value(_ seed: UInt64) -> Value {
    Int(exactly: seed).map(Value.integer) ?? .text(String(seed))
  }

  /// With its sign and three digits; of a large number all digits of the integer.
  static func signed(_ number: Double) -> String {
    guard number.isFinite, (1000..<1e15).contains(number.magnitude.rounded()) else {
      return String(format: "%+.3g", number)
    }
    return (number < 0 ? "-" : "+") + NumberText.integer(Int(number.magnitude.rounded()))
  }

  /// Both values, numbers with no more digits than tell them apart at a glance.
  private static func texts(_ old: Value?, _ new: Value?) -> [String] {
    if case .number(let before)? = old, case .number(let after)? = new {
      let short = [before, after].map { String(format: "%.6g", $0) }
      if short[0] != short[1] { return short }
    }
    return [text(old), text(new)]
  }

  /// The value in a line, whatever its length.
  private static func text(_ value: Value?) -> String {
    guard case .text(let text) = value else { return value?.description ?? "nothing" }
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 50 ? "“\(line.prefix(50))…”" : "“\(line)”"
  }

  /// Between numbers, relative to the larger one; between other values 0 or infinity.
  private static func distance(_ old: Value?, _ new: Value?) -> Double {
    if isSame(old, new) { return 0 }
    guard let before = old?.double, let after = new?.double else { return .infinity }
    let relative = abs(after - before) / max(abs(before), abs(after))
    // Two integers that one floating-point number stands for, and zero with either sign.
    if before == after { return .leastNonzeroMagnitude }
    return relative.isNaN ? .infinity : relative
  }

  /// Whether both are one value to the last bit. A number without a fraction may be written as an
  /// integer.
  private static func isSame(_ old: Value?, _ new: Value?) -> Bool {
    switch (old, new) {
    case (.number(let before), .number(let after)):
      before.bitPattern == after.bitPattern || (before.isNaN && after.isNaN)
    case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
      Int(exactly: number) == integer && !(number == 0 && number.sign == .minus)
    default: old == new
    }
  }
}

extension ResultsFile.Step {
  fileprivate var pointsByPlace: [Set<OctavoResults.Point.Coordinate>: ResultsFile.Point] {
    Dictionary(everyPoint.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension ResultsFile.Point {
  /// The coordinates, in whatever order the run has the axes.
  fileprivate var key: Set<OctavoResults.Point.Coordinate> {
    Set(place.coordinates.map { .init($0.axis, $0.value.coordinate) })
  }

  /// As an expression chooses it: `[rate=0.001, seed=2]`; nothing for the point of a step without
  /// axes.
  fileprivate var choice: String {
    guard !place.coordinates.isEmpty else { return "" }
    return "[" + place.coordinates.map { "\($0.axis)=\($0.value)" }.joined(separator: ", ") + "]"
  }
}

extension StepRecord.Status {
  fileprivate var text: String {
    switch self {
    case .done: "done"
    case .failed(let error): "failed (\(error))"
    case .skipped(let because): "skipped (\(because))"
    }
  }
}

extension Table {
  fileprivate var shapeText: String {
    "\(rowCount) rows of \(columns.map(\.name).joined(separator: ", "))"
  }
}
