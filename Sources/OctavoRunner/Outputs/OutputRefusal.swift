/// A folder into which a run must not write, since what is there is not the notebook's.
public struct OutputRefusal: Error, CustomStringConvertible {
  public let finding: String
  public let remedy: String

  public var description: String { "\(finding). \(remedy)." }
}
