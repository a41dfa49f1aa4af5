import Foundation
import OctavoEngine
import Testing

@Suite struct SafetensorsHeaderTests {
  private static let pair = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#

  @Test(arguments: [
    ("", "its header is not JSON: the text ends where a value should be at byte 0"),
    ("[]", "its header is no JSON object"),
    (#"{"__metadata__":3}"#, "its metadata is no object"),
    (#"{"a":{"shape":[4],"data_offsets":[0,16]}}"#, "“a” has no dtype"),
    (#"{"a":{"dtype":"F32","data_offsets":[0,16]}}"#, "“a” has no shape"),
    (#"{"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}"#, "not made of sizes"),
    (#"{"a":{"dtype":"F32","shape":[4.5],"data_offsets":[0,16]}}"#, "not made of sizes"),
    (#"{"a":{"dtype":"F32","shape":[4]}}"#, "“a” has no valid data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}"#, "no valid data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,1e99]}}"#, "no valid data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,16]}}"#, "needs 20 bytes, but has 16"),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}"#,
      "too large for any file"
    ),
    (#"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}"#, "reaches to byte 20 of 16"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "8 bytes at its end"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#, "leaves a gap"),
    (pair + #""b":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}"#, "“b” overlaps"),
    (pair + #""a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#, "“a” is described twice"),
  ])
  func corruptHeadersAreNamed(header: String, problem: String) {
    #expect {
      try SafetensorsFile(file(header: Array(header.utf8)), path: "x.safetensors")
    } throws: { error in
      "\(error)".hasPrefix("x.safetensors: ") && "\(error)".contains(problem)
    }
  }

  @Test(arguments: [
    [], [1, 2, 3], Array(repeating: 0xFF, count: 8), [9, 0, 0, 0, 0, 0, 0, 0, 0x7B],
  ])
  func filesTooShortForTheirHeaderAreNamed(bytes: [UInt8]) {
    #expect {
      try SafetensorsFile(Data(bytes), path: "x.safetensors")
    } throws: { "\($0)".contains("this is not a whole safetensors file") }
  }

  /// Whatever a damaged file claims, it is refused or its tensors can be read whole.
  @Test func damagedFilesNeverCrash() throws {
    let header = Self.pair + #""b":{"dtype":"BF16","shape":[2,2],"data_offsets":[8,16]}}"#
    let whole = Array(file(header: Array(header.utf8)))
    let pieces: [[UInt8]] =
      ["{", "}", "[", "]", "\"", ",", ":", "-", "9", "99999999999", "e9", "\\u"]
      .map { Array($0.utf8) } + [[0], [0xFF], [0xC3]]
    var random = RandomStream(seed: 3)
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0...random.integer(below: 3) {
        let place = random.integer(below: bytes.count)
        switch random.integer(below: 4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: pieces[random.integer(below: pieces.count)], at: place)
        default: bytes.removeLast(random.integer(below: bytes.count))
        }
        if bytes.isEmpty { bytes = [0] }
      }
      guard let file = try? SafetensorsFile(Data(bytes), path: "x.safetensors") else {
        refused += 1
        continue
      }
      for name in file.names where FloatFormat(rawValue: try file.type(of: name)) != nil {
        #expect(try file.floats(of: name).count == file.shape(of: name).reduce(1, *))
      }
    }
    #expect((1..<20_000).contains(refused))
  }

  /// A file with the header given and sixteen bytes of data.
  private func file(header: [UInt8]) -> Data {
    Data(withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header)
      + Data(repeating: 0, count: 16)
  }
}
