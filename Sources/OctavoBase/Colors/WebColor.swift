/// A color of sRGB as style sheets write it.
public struct WebColor: Hashable, Sendable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  /// - Parameter text: `#1a4aa3` or `#14a`, in either case; `nil` for anything else.
  public init?(_ text: String) {
    guard text.first == "#" else { return nil }
    let digits = text.dropFirst().map { $0.isASCII ? $0.hexDigitValue : nil }
    guard !digits.contains(nil) else { return nil }
    let values = digits.compactMap(\.self).map(UInt8.init)
    switch values.count {
    case 3: (red, green, blue) = (values[0] * 17, values[1] * 17, values[2] * 17)
    case 6:
      red = values[0] * 16 + values[1]
      green = values[2] * 16 + values[3]
      blue = values[4] * 16 + values[5]
    default: return nil
    }
  }

  init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// `#1a4aa3`.
  public var text: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The ratio of the luminances, from 1 to 21, as WCAG 2 defines it.
  public func contrast(with other: WebColor) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private var luminance: Double {
    let (r, g, b) = linear
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  /// Without sRGB's transfer function, from 0 to 1.
  var linear: (red: Double, green: Double, blue: Double) {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : Double.pow((value + 0.055) / 1.055, 2.4)
    }
    return (linear(red), linear(green), linear(blue))
  }
}
