import Foundation
import OctavoEngine
import Testing

@Suite struct GzipReaderTests {
  /// “hello\n”, as gzip packs it.
  private static let packed: [UInt8] = Array(
    Data(base64Encoded: "H4sIAAAAAAACA8tIzcnJ5wIAIDA6NgYAAAA=") ?? Data())

  private struct Outcome: Equatable {
    var text: String
    var fault: GzipReader.Fault?

    init(_ text: String, _ fault: GzipReader.Fault? = nil) {
      self.text = text
      self.fault = fault
    }
  }

  /// Unpacks with sources and buffers of every small size, so that everything ends within something.
  private func unpacked(_ bytes: [UInt8], piece: Int = 7) throws -> Outcome {
    var rest = bytes[...]
    let reader = GzipReader { buffer in
      let count = min(piece, rest.count, buffer.count)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 1)
    defer { buffer.deallocate() }
    var text: [UInt8] = []
    do {
      while case let count = try reader.read(into: buffer), count > 0 {
        text += buffer.prefix(count)
      }
    } catch let fault as GzipReader.Fault {
      return Outcome(String(decoding: text, as: UTF8.self), fault)
    }
    #expect(reader.count == text.count)
    return Outcome(String(decoding: text, as: UTF8.self))
  }

  @Test(arguments: 1...40) func membersAreReadInAnyPieces(piece: Int) throws {
    #expect(try unpacked(Self.packed, piece: piece) == Outcome("hello\n"))
    let twice = Self.packed + Self.packed
    #expect(try unpacked(twice, piece: piece) == Outcome("hello\nhello\n"))
    #expect(try unpacked(twice + [0, 0, 0], piece: piece) == Outcome("hello\nhello\n"))
  }

  @Test func whatIsNotWholeHandsOverWhatItCan() throws {
    #expect(try unpacked(Array(Self.packed.dropLast(4))) == Outcome("hello\n", .truncated))
    #expect(try unpacked(Array(Self.packed.prefix(5))) == Outcome("", .truncated))
    #expect(try unpacked(Self.packed + [65]) == Outcome("hello\n", .trailingBytes))
    #expect(try unpacked(Self.packed + [0] + Self.packed) == Outcome("hello\n", .trailingBytes))
    #expect(try unpacked(Self.packed + [0x1F, 0x8B]) == Outcome("hello\n", .truncated))
    var damaged = Self.packed
    damaged[damaged.count - 5] ^= 1
    #expect(try unpacked(damaged) == Outcome("hello\n", .damaged))
  }

  @Test func damageIsNeverReadAsAnotherText() throws {
    for place in Self.packed.indices {
      for bit in 0..<8 {
        var bytes = Self.packed
        bytes[place] ^= 1 << bit
        let outcome = try unpacked(bytes)
        #expect(outcome.fault != nil || outcome.text == "hello\n", "\(place), \(bit)")
      }
    }
  }
}
