import Foundation

/// What differs between two runs' results.
public struct Comparison: Sendable {
  public struct Difference: Hashable, Sendable {
    /// What differs, as notebooks name it, such as `pretrain.validation-loss`.
    public var path: String
    /// In words, such as `1.88 became 1.9`.
    public var finding: String
  }

  public private(set) var differences: [Difference] = []
  /// How many single numbers, texts and truths were compared.
  public private(set) var comparedValues = 0

  /// The largest difference that counts as none, relative to the larger of two numbers.
  private let tolerance: Double

  public var isSame: Bool { differences.isEmpty }

  public init(of old: ResultsFile, with new: ResultsFile, tolerance: Double = 0) {
    self.tolerance = tolerance
    compare(String(old.seed), String(new.seed), at: "seed")
    compare(old.params, new.params, at: "params")
    for name in Set(old.steps.keys).union(new.steps.keys).sorted() {
      switch (old.steps[name], new.steps[name]) {
      case (let old?, let new?): compare(old, new, at: name)
      case (nil, _): report(name, "is new")
      case (_, nil): report(name, "is gone")
      }
    }
  }

  private mutating func report(_ path: String, _ finding: String) {
    differences.append(Difference(path: path, finding: finding))
  }

  private mutating func compare(_ old: String, _ new: String, at path: String) {
    comparedValues += 1
    if old != new { report(path, "\(old) became \(new)") }
  }

  private mutating func compare(
    _ old: ResultsFile.Step, _ new: ResultsFile.Step, at name: String
  ) {
    compare(old.operation, new.operation, at: "the operation of \(name)")
    compare(old.status.text, new.status.text, at: name)
    compare(old.values, new.values, at: name)
    for table in Set(old.tables.keys).union(new.tables.keys).sorted() {
      let path = "\(name).\(table)"
      switch (old.tables[table], new.tables[table]) {
      case (let old?, let new?): compare(old, new, at: path)
      case (nil, _): report(path, "is new")
      case (_, nil): report(path, "is gone")
      }
    }
    if old.warnings != new.warnings {
      compare(
        old.warnings.joined(separator: "; "), new.warnings.joined(separator: "; "),
        at: "the warnings of \(name)")
    }
  }

  private mutating func compare(_ old: [String: Value], _ new: [String: Value], at path: String) {
    for key in Set(old.keys).union(new.keys).sorted() {
      let path = "\(path).\(key)"
      switch (old[key], new[key]) {
      case (let old?, let new?):
        comparedValues += 1
        if let finding = finding(old, new) { report(path, finding) }
      case (nil, _): report(path, "is new")
      case (_, nil): report(path, "is gone")
      }
    }
  }

  /// Of a table that differs, tells how many cells do, and the worst of them.
  private mutating func compare(_ old: Table, _ new: Table, at path: String) {
    guard old.columns.map(\.name) == new.columns.map(\.name), old.rowCount == new.rowCount else {
      report(path, "\(old.shapeText) became \(new.shapeText)")
      return
    }
    var different = 0
    var worst: (size: Double, text: String)?
    for (column, other) in zip(old.columns, new.columns) {
      comparedValues += column.values.count
      for (row, (before, after)) in zip(column.values, other.values).enumerated() {
        guard let finding = finding(before, after) else { continue }
        different += 1
        let size = Self.distance(before, after)
        if size > worst?.size ?? -1 {
          worst = (size, "\(column.name) in row \(row + 1): \(finding)")
        }
      }
    }
    if let worst {
      report(
        path, "\(different) of \(old.columns.count * old.rowCount) cells differ, most \(worst.text)"
      )
    }
  }

  /// What to say of two values; `nil` if they are the same.
  private func finding(_ old: Value?, _ new: Value?) -> String? {
    guard Self.distance(old, new) > tolerance else { return nil }
    let became = "\(Self.text(old)) became \(Self.text(new))"
    guard let before = old?.double, let after = new?.double, (after - before).isFinite else {
      return became
    }
    return "\(became) (\(String(format: "%+.3g", after - before)))"
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
