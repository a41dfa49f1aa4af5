/// Something worth a reader's attention that did not stop a step.
public struct StepWarning: Hashable, Codable, Sendable {
  /// How much a warning matters to whoever reads the results.
  public enum Grade: String, Codable, CaseIterable, Comparable, Sendable {
    /// The results hold; little was left out, or something was done that is usually wanted.
    case minor
    /// To be known when the step's results are read.
    case ordinary
    /// The step's results cannot be taken at face value: a training diverged, a number is NaN.
    case grave

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
  }

  public var grade: Grade
  /// A sentence or more.
  public var text: String

  public init(_ grade: Grade, _ text: String) {
    self.grade = grade
    self.text = text
  }
}

extension StepWarning.Grade {
  /// The grade of leaving some things out: up to one in a hundred it is minor.
  public static func leavingOut(_ count: Int, of total: Int) -> Self {
    count <= total / 100 ? .minor : .ordinary
  }
}

extension [StepWarning] {
  public var texts: [String] { map(\.text) }

  /// As files hold them beside the texts: one for each, or `nil` where all are ordinary, which is
  /// what files say that know no grades.
  var grades: [StepWarning.Grade]? {
    allSatisfy { $0.grade == .ordinary } ? nil : map(\.grade)
  }

  init(_ texts: [String], grades: [StepWarning.Grade]?) {
    self = texts.enumerated().map { index, text in
      let grade = grades.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      return StepWarning(grade ?? .ordinary, text)
    }
  }
}

/// Warnings within the container of what warns, under two keys: the texts are those of files that
/// know no grades.
extension KeyedEncodingContainer {
  public mutating func encode(
    _ warnings: [StepWarning], forKey texts: Key, grades: Key, evenIfEmpty: Bool = true
  ) throws {
    if evenIfEmpty || !warnings.isEmpty { try encode(warnings.texts, forKey: texts) }
    try encodeIfPresent(warnings.grades, forKey: grades)
  }
}

extension KeyedDecodingContainer {
  public func decodeWarnings(forKey texts: Key, grades: Key) throws -> [StepWarning] {
    [StepWarning](
      try decodeIfPresent([String].self, forKey: texts) ?? [],
      grades: try decodeIfPresent([StepWarning.Grade].self, forKey: grades))
  }
}
