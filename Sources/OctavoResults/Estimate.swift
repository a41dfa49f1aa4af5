/// A number that was measured on a sample, with its 95 % interval.
public struct Estimate: Hashable, Sendable {
  /// How the interval was made.
  public enum Method: String, Sendable {
    /// Of a mean, by the normal distribution: for some tens of numbers or more.
    case normal
    /// Of a mean, by Student's t with n − 1 degrees of freedom (“Student” 1908): for a few numbers.
    case studentT = "student-t"
    /// Of a share (Wilson 1927).
    case wilson
    /// From resamples: for a mean, bias-corrected and accelerated (Efron 1987); for a fit, the
    /// percentiles of its refits.
    case bootstrap
  }

  public var value: Double
  public var lower: Double
  public var upper: Double
  public var method: Method
  /// How many numbers or cases it was made of.
  public var count: Int

  public init(value: Double, lower: Double, upper: Double, method: Method, count: Int) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.method = method
    self.count = count
  }
}

extension Estimate {
  /// The names of an estimate's value and of the ends of its interval, where each stands on its own: as
  /// a step's values, or as columns beside one another.
  @Sendable public static func names(of name: String) -> [String] {
    [name, "\(name)-lower", "\(name)-upper"]
  }
}
