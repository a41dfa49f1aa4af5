import OctavoBase
import OctavoEngine
import OctavoNotebook
import OctavoRunner

/// A color as notebooks write it: a name, or three pairs of hexadecimal digits.
struct BackgroundColor: OptionValue, Hashable {
  let color: RGBColor

  private static let names: [(name: String, color: RGBColor)] = [
    ("white", .white), ("black", .black), ("grey", RGBColor(red: 128, green: 128, blue: 128)),
  ]

  static let typeName = "color such as `white`, `black`, `grey` or `\"#ff8000\"`"
  static let schema = JSON.object(["type": .string("string")])

  var canonical: JSON {
    .string(
      "#"
        + [color.red, color.green, color.blue].map { sample in
          let digits = String(sample, radix: 16)
          return sample < 16 ? "0" + digits : digits
        }.joined())
  }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> BackgroundColor? {
    guard let text = String.decode(node, &decoder) else { return nil }
    if let color = color(of: text) { return BackgroundColor(color: color) }
    decoder.report(
      MissingName(.color, text, among: names.map(\.name)).explanation(
        otherwise:
          "write `white`, `black`, `grey`, or six hexadecimal digits such as `\"#ff8000\"`"),
      at: node.range)
    return nil
  }

  private static func color(of text: String) -> RGBColor? {
    if let named = names.first(where: { $0.name == text.lowercased() }) { return named.color }
    let digits = text.utf8.dropFirst()
    guard text.hasPrefix("#"), digits.count == 6,
      digits.allSatisfy({ $0 < 128 && Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    return RGBColor(
      red: UInt8(truncatingIfNeeded: number >> 16), green: UInt8(truncatingIfNeeded: number >> 8),
      blue: UInt8(truncatingIfNeeded: number))
  }
}
