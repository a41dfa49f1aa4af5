import Foundation
import OctavoReport
import Testing

/// The palette measured by WCAG's contrast, and by simulated color blindness.
@Suite struct PaletteTests {
  static let schemes = [Palette.light, Palette.dark]

  private func color(_ scheme: Palette.Scheme, _ name: String) throws -> Color {
    Color(try #require(scheme.properties.first { $0.name == name }?.color))
  }

  @Test(arguments: [0, 1])
  func textHasContrast(index: Int) throws {
    let scheme = Self.schemes[index]
    for ground in ["paper", "raised"] {
      for ink in ["ink", "soft", "accent", "good", "bad", "warn", "important"] {
        #expect(try color(scheme, ink).contrast(to: color(scheme, ground)) >= 4.5)
      }
    }
    for tone in ["good", "bad", "warn", "important"] {
      let ground = try color(scheme, "\(tone)-ground")
      for ink in ["ink", "soft", tone] {
        #expect(try color(scheme, ink).contrast(to: ground) >= 4.5, "\(ink) on \(tone)")
      }
    }
  }

  @Test(arguments: [0, 1])
  func numbersInColoredCellsHaveContrast(index: Int) {
    let scheme = Self.schemes[index]
    let pale = Color(scheme.overPale)
    let deep = Color(scheme.overDeep)
    for (level, ground) in scheme.sequential.enumerated() {
      #expect(Color(ground).contrast(to: level > 4 ? deep : pale) >= 4.5, "q\(level)")
    }
    for (level, ground) in scheme.diverging.enumerated() {
      #expect(Color(ground).contrast(to: (2...6).contains(level) ? pale : deep) >= 4.5, "d\(level)")
    }
  }

  @Test(arguments: [0, 1])
  func marksStandOutAndDiffer(index: Int) throws {
    let scheme = Self.schemes[index]
    let paper = try color(scheme, "paper")
    let series = scheme.series.map { Color($0) }
    for mark in series { #expect(mark.contrast(to: paper) >= 3) }
    // In greyscale, too, each differs from the next.
    for (one, next) in zip(series, series.dropFirst()) {
      #expect(one.contrast(to: next) > 1.15)
    }
    for vision in Color.Vision.allCases {
      for (place, one) in series.enumerated() {
        for other in series[..<place] {
          #expect(one.seen(by: vision).distance(to: other.seen(by: vision)) > 0.085)
        }
      }
    }
  }

  @Test(arguments: [0, 1])
  func stepsOfTheRampStandOutAndGoOneWay(index: Int) throws {
    let paper = try color(Self.schemes[index], "paper")
    let contrasts = Self.schemes[index].ramp.map { Color($0).contrast(to: paper) }
    #expect(contrasts.count == SeriesStyle.rampCount)
    #expect(contrasts.allSatisfy { $0 >= 3 })
    for (one, next) in zip(contrasts, contrasts.dropFirst()) { #expect(one * 1.1 < next) }
  }

  /// A ramp is one only if its lightness goes one way.
  @Test(arguments: [0, 1])
  func sequentialStepsGoOneWay(index: Int) {
    let luminances = Self.schemes[index].sequential.map { Color($0).luminance }
    let isRising = luminances[0] < luminances[8]
    for (one, next) in zip(luminances, luminances.dropFirst()) {
      #expect(isRising ? one < next : one > next)
    }
  }
}

/// A color as linear light.
struct Color {
  /// Machado, Oliveira and Fernandes, “A Physiologically-based Model for Simulation of Color Vision
  /// Deficiency” (2009), at full severity.
  enum Vision: CaseIterable {
    case full, protanopia, deuteranopia, tritanopia

    var matrix: [[Double]] {
      switch self {
      case .full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopia:
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
          [-0.003882, -0.048116, 1.051998],
        ]
      case .deuteranopia:
        [
          [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
          [-0.011820, 0.042940, 0.968881],
        ]
      case .tritanopia:
        [
          [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
          [0.004733, 0.691367, 0.303900],
        ]
      }
    }
  }

  var light: [Double]

  init(light: [Double]) { self.light = light }

  init(_ hexadecimal: String) {
    let number = Int(hexadecimal.dropFirst(), radix: 16) ?? 0
    light = [16, 8, 0].map { shift in
      let value = Double((number >> shift) & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  var luminance: Double { 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] }

  func contrast(to other: Color) -> Double {
    let (a, b) = (luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  func seen(by vision: Vision) -> Color {
    Color(
      light: vision.matrix.map { row in
        min(max(zip(row, light).map(*).reduce(0, +), 0), 1)
      })
  }

  /// In Ottosson's Oklab, where equal distances look about equal.
  func distance(to other: Color) -> Double {
    zip(oklab, other.oklab).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }

  private var oklab: [Double] {
    let cones = [
      [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ].map { row in cbrt(zip(row, light).map(*).reduce(0, +)) }
    return [
      [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.8086757660],
    ].map { row in zip(row, cones).map(*).reduce(0, +) }
  }
}
