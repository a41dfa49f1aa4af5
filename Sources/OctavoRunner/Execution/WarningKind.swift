/// What warnings have in common that differ in their numbers alone.
public struct WarningKind: Hashable, Sendable {
  private let text: String

  public init(of warning: String) {
    text = warning.replacing(/[0-9][0-9.,]*/, with: "#")
  }
}
