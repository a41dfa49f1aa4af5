/// A color of eight bits a channel, as image files code them.
public struct RGBColor: Hashable, Sendable {
  public let red, green, blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public static let white = RGBColor(red: 255, green: 255, blue: 255)
  public static let black = RGBColor(red: 0, green: 0, blue: 0)

  var components: [UInt8] { [red, green, blue] }

  /// The color's samples in an image of 1 or 3 channels: luma (ITU-R BT.601), or all three.
  func samples(channels: Int) -> [UInt8] {
    guard channels == 1 else { return components }
    let weighted = 19595 * Int(red) + 38470 * Int(green) + 7471 * Int(blue)
    return [UInt8((weighted + 32768) >> 16)]
  }
}
