import Foundation
import OctavoEngine
import Testing

@Suite struct PNGTests {
  @Test(arguments: [1, 3]) func whatIsWrittenIsReadAgain(channels: Int) throws {
    var stream = RandomStream(seed: 1)
    let bytes = (0..<5 * 7 * channels).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    let file = try PNG.encode(bytes, height: 5, width: 7, channels: channels)
    let read = try ImageFile.decode(file, channels: channels)
    #expect(read.height == 5 && read.width == 7 && read.bytes == bytes)
    #expect(try ImageFile.header(of: file).width == 7)
    #expect(try PNG.encode(bytes, height: 5, width: 7, channels: channels) == file)
  }

  @Test func greyBecomesColourAndBack() throws {
    let file = try PNG.encode([0, 128, 255, 7], height: 2, width: 2, channels: 1)
    let color = try ImageFile.decode(file, channels: 3)
    #expect(color.bytes == [0, 0, 0, 128, 128, 128, 255, 255, 255, 7, 7, 7])
    let again = try PNG.encode(color.bytes, height: 2, width: 2, channels: 3)
    #expect(try ImageFile.decode(again, channels: 1).bytes == [0, 128, 255, 7])
  }

  /// No damage makes it trap; what is cut short or is no PNG is an error.
  @Test func damageIsAnError() throws {
    var stream = RandomStream(seed: 2)
    let bytes = (0..<20 * 20 * 3).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    let file = try PNG.encode(bytes, height: 20, width: 20, channels: 3)
    for length in stride(from: 0, to: file.count - 20, by: 31) {
      #expect(throws: ImageFileError.self) {
        _ = try ImageFile.decode(Array(file.prefix(length)), channels: 3)
      }
    }
    #expect(throws: ImageFileError.self) {
      _ = try ImageFile.decode(Array("GIF89a".utf8), channels: 3)
    }
    for _ in 0..<300 {
      var damaged = file
      for _ in 0..<3 {
        damaged[stream.integer(below: 64)] = UInt8(truncatingIfNeeded: stream.next())
      }
      _ = try? ImageFile.decode(damaged, channels: 1)
    }
  }

  /// A head that claims a gigantic image, with a right checksum, must not be believed.
  @Test func giantsAreRefused() throws {
    let wide = try PNG.encode(
      [UInt8](repeating: 0, count: 5000), height: 1, width: 5000, channels: 1)
    let error = #expect(throws: ImageFileError.self) { _ = try ImageFile.decode(wide, channels: 1) }
    #expect(error?.description.contains("5000") == true)
  }
}
