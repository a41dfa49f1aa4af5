/// A step that failed after it had made something worth keeping, such as a model as it was before
/// a number stopped being finite. What it had is delivered and shown; the step has failed
/// nevertheless, and no other step can use it.
public struct PartialResult: Error, CustomStringConvertible {
  public let cause: any Error
  let outputs: any OutputGroup

  public init(_ cause: any Error, _ outputs: some OutputGroup) {
    self.cause = cause
    self.outputs = outputs
  }

  public var description: String { String(describing: cause) }
}
