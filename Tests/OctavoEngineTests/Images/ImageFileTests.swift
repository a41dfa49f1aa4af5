import Foundation
import OctavoEngine
import Testing

/// Files against what Pillow reads of them: `make_image_reference.py` wrote the reference.
@Suite struct ImageFileTests {
  struct Reference: Decodable {
    struct Case: Decodable, CustomStringConvertible, Sendable {
      let name: String
      let file: Data
      let height, width: Int
      let rgba: Data
      let tolerance: Int

      var description: String { name }
    }

    let cases: [Case]
    let refused: [String: Data]
  }

  static let reference: Reference? = Bundle.module
    .url(forResource: "image_reference", withExtension: "json")
    .flatMap { try? JSONDecoder().decode(Reference.self, from: Data(contentsOf: $0)) }

  @Test func theReferenceIsThere() throws {
    #expect(try #require(Self.reference).cases.count > 10)
  }

  private func expect(_ sample: Reference.Case, on background: RGBColor) throws {
    let image = try ImageFile.decode([UInt8](sample.file), channels: 3, background: background)
    try #require(image.height == sample.height && image.width == sample.width)
    let ground = [background.red, background.green, background.blue]
    let rgba = [UInt8](sample.rgba)
    var worst = 0
    for index in image.bytes.indices {
      let (pixel, channel) = (index / 3, index % 3)
      let (color, alpha) = (Double(rgba[4 * pixel + channel]), Double(rgba[4 * pixel + 3]))
      let blended = (color * alpha + Double(ground[channel]) * (255 - alpha)) / 255
      worst = max(worst, abs(Int(image.bytes[index]) - Int(blended.rounded())))
    }
    #expect(worst <= sample.tolerance)
    #expect(
      image.isTransparent == stride(from: 3, to: rgba.count, by: 4).contains { rgba[$0] != 255 })
    #expect(image.warning == nil)
    let header = try ImageFile.header(of: [UInt8](sample.file))
    #expect(header.height == sample.height && header.width == sample.width)
  }

  @Test(arguments: reference?.cases ?? []) func readsWhatPillowReads(_ sample: Reference.Case)
    throws
  {
    try expect(sample, on: .white)
    try expect(sample, on: RGBColor(red: 10, green: 200, blue: 60))
  }

  @Test func refusesWhatCannotBeRead() throws {
    func message(_ name: String) throws -> String {
      let file = try #require(Self.reference?.refused[name])
      let error = #expect(throws: ImageFileError.self) {
        _ = try ImageFile.decode([UInt8](file), channels: 3)
      }
      return error?.description ?? ""
    }
    #expect(try message("jpeg-cmyk").contains("CMYK"))
    #expect(try message("jpeg-truncated").contains("libjpeg says"))
    #expect(try message("jpeg-header-only").contains("cut off"))
    #expect(try message("jpeg-12-bits").contains("12 bits"))
    #expect(try message("jpeg-giant").contains("60000 × 60000"))
    #expect(try message("png-giant").contains("60000 × 60000"))
    #expect(try message("gif").contains("a GIF"))
    #expect(try message("bmp").contains("a BMP"))
    #expect(try message("tiff").contains("a TIFF"))
    #expect(try message("webp").contains("a WebP"))
    let empty = #expect(throws: ImageFileError.self) { _ = try ImageFile.header(of: []) }
    #expect(empty?.description == "it is empty")
  }

  /// Whatever stands in a file, it is an image or an error; what is cut short is an error.
  @Test func damageIsAnError() throws {
    var stream = RandomStream(seed: 3)
    for name in ["jpeg-baseline", "jpeg-progressive", "jpeg-orientation-6", "rgba16-plain"] {
      let file = [UInt8](try #require(Self.reference?.cases.first { $0.name == name }).file)
      for length in stride(from: 0, to: file.count - 12, by: 23) {
        #expect(throws: ImageFileError.self, "\(name) cut at \(length)") {
          _ = try ImageFile.decode(Array(file.prefix(length)), channels: 3)
        }
      }
      for _ in 0..<200 {
        var damaged = file
        for _ in 0..<3 {
          damaged[stream.integer(below: file.count)] = UInt8(truncatingIfNeeded: stream.next())
        }
        _ = try? ImageFile.decode(damaged, channels: 1)
      }
    }
  }

  /// Bytes between two segments do no harm, but are not passed over in silence.
  @Test func whatIsSuperfluousIsSaid() throws {
    let file = [UInt8](
      try #require(Self.reference?.cases.first { $0.name == "jpeg-baseline" }).file)
    let table = try #require(
      file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xDA })
    let padded = Array(file[..<table]) + [0, 0, 0] + Array(file[table...])
    let image = try ImageFile.decode(padded, channels: 3)
    #expect(image.warning?.contains("extraneous") == true)
    #expect(image.bytes == (try ImageFile.decode(file, channels: 3)).bytes)
  }

  @Test func greyIsLuma() throws {
    let file = try PNG.encode([255, 0, 0, 0, 255, 0], height: 1, width: 2, channels: 3)
    #expect(try ImageFile.decode(file, channels: 1).bytes == [76, 150])
  }
}
