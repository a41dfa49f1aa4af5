/// A color by what is seen of it: Oklab (Ottosson 2020), in which equal steps look equally large.
struct PerceivedColor {
  /// From 0, black, to 1, white.
  var lightness: Double
  var a: Double
  var b: Double

  init(_ color: WebColor) {
    let (red, green, blue) = color.linear
    let l = Double.cubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = Double.cubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = Double.cubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// In sRGB; with less chroma where sRGB has no such color.
  var webColor: WebColor {
    var color = self
    for _ in 0..<200 {
      let channels = color.channels
      if channels.allSatisfy({ (-0.0005...1.0005).contains($0) }) { break }
      color.a *= 0.98
      color.b *= 0.98
    }
    let bytes = color.channels.map { value -> UInt8 in
      let encoded =
        value <= 0.0031308 ? value * 12.92 : 1.055 * Double.pow(value, 1 / 2.4) - 0.055
      return UInt8(min(max((encoded * 255).rounded(), 0), 255))
    }
    return WebColor(red: bytes[0], green: bytes[1], blue: bytes[2])
  }

  private var channels: [Double] {
    func cube(_ value: Double) -> Double { value * value * value }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    return [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
  }
}

extension WebColor {
  /// The lowest contrast with any of the grounds.
  public func contrast(with grounds: [WebColor]) -> Double {
    grounds.map(contrast).min() ?? 21
  }

  /// The color of the same hue, nearest in lightness, whose contrast with all grounds is high enough.
  ///
  /// - Parameter isLighter: whether the way leads to white, as over dark grounds, or to black.
  public func legible(on grounds: [WebColor], contrast wanted: Double, isLighter: Bool) -> WebColor
  {
    var color = PerceivedColor(self)
    var result = self
    for _ in 0..<400 where result.contrast(with: grounds) < wanted {
      color.lightness += isLighter ? 0.0025 : -0.0025
      color.lightness = min(max(color.lightness, 0), 1)
      result = color.webColor
    }
    return result
  }
}
