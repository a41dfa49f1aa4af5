/// One of the runs of a step: a value for each of its axes, such as a learning rate and a seed. A step
/// without axes has one point, which has no coordinates.
public struct Point: Hashable, Codable, Sendable {
  public struct Coordinate: Hashable, Codable, Sendable {
    public var axis: String
    public var value: Value

    public init(_ axis: String, _ value: Value) {
      self.axis = axis
      self.value = value
    }
  }

  /// In the order of the axes.
  public var coordinates: [Coordinate]

  public init(_ coordinates: [Coordinate] = []) { self.coordinates = coordinates }

  /// The name of the axis of randomness: points that differ in it alone are repetitions.
  public static let seedAxis = "seed"

  public var axes: [String] { coordinates.map(\.axis) }

  /// The value of an axis; `nil` where the point has no such axis.
  public subscript(axis: String) -> Value? { coordinates.first { $0.axis == axis }?.value }

  /// Whether both have equal values on the axes that they share.
  public func agrees(with other: Point) -> Bool {
    coordinates.allSatisfy { own in
      other[own.axis].map { $0.coordinate == own.value.coordinate } ?? true
    }
  }

  /// This point's coordinates, then those of the other on axes that this one lacks.
  public func joined(with other: Point) -> Point {
    Point(coordinates + other.coordinates.filter { self[$0.axis] == nil })
  }

  /// The same point without some of its axes.
  public func without(_ axes: some Sequence<String>) -> Point {
    let left = Set(axes)
    return Point(coordinates.filter { !left.contains($0.axis) })
  }

  /// The coordinates on these axes alone.
  public func on(_ axes: some Collection<String>) -> Point {
    Point(coordinates.filter { axes.contains($0.axis) })
  }
}

extension Point: CustomStringConvertible {
  /// As the command line writes it: `rate=0.001,seed=2`.
  public var description: String {
    coordinates.map { "\($0.axis)=\($0.value)" }.joined(separator: ",")
  }

  /// As prose writes it: `rate 0.001, seed 2`.
  public var phrase: String {
    coordinates.map { "\($0.axis) \($0.value.label)" }.joined(separator: ", ")
  }

  /// A name for the point's folder: `rate=0.001,seed=2`, where characters that a folder's name cannot
  /// hold, or that would make it ambiguous, are percent-encoded.
  public var folderName: String {
    coordinates.map { "\(Self.encoded($0.axis))=\(Self.encoded($0.value.description))" }
      .joined(separator: ",")
  }

  private static func encoded(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      let isPlain =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "._-+ ".unicodeScalars.contains(scalar)
      return isPlain ? String(scalar) : String(scalar).utf8.map(percentEncoded).joined()
    }.joined()
  }

  private static func percentEncoded(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.count < 2 ? "0" : "") + digits
  }
}

extension Value {
  /// The value as a place on an axis: numbers count for what they are worth, so that `1` and `1.0` are
  /// one. An integer that no such number is worth stays itself.
  public var coordinate: Value {
    guard let double else { return self }
    if case .integer(let integer) = self, Int(exactly: double) != integer { return self }
    return .number(double)
  }
}
