import Foundation
import OctavoEngine
import Testing

@Suite struct IDXFileTests {
  private func read(_ bytes: [UInt8]) throws -> IDXFile {
    let file = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    return try IDXFile(path: file.path)
  }

  private static let small: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3] + [1, 2, 3, 4, 5, 6]

  @Test func reads() throws {
    let file = try read(Self.small)
    #expect(file.shape == [2, 1, 3])
    #expect(file.bytes == [1, 2, 3, 4, 5, 6])
    #expect(try read(Self.compressed).bytes == file.bytes)
    #expect(throws: IDXError.self) { _ = try read(Array(Self.compressed.prefix(24))) }
  }

  /// `small`, compressed by gzip.
  private static let compressed: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0xe0, 0x60,
    0x66, 0x60, 0x60, 0x60, 0x02, 0x62, 0x46, 0x20, 0x66, 0x66, 0x64, 0x62, 0x66, 0x61,
    0x65, 0x03, 0x00, 0xb0, 0x43, 0x70, 0xfe, 0x16, 0x00, 0x00, 0x00,
  ]

  @Test func whatIsWrongIsSaid() throws {
    func message(_ bytes: [UInt8]) -> String? {
      do {
        _ = try read(bytes)
        return nil
      } catch { return "\(error)" }
    }
    var wrong = Self.small
    wrong[0] = 9
    #expect(message(wrong)?.contains("two zeros") == true)
    wrong = Self.small
    wrong[2] = 13
    #expect(message(wrong)?.contains("type 13") == true)
    #expect(message(Array(Self.small.dropLast()))?.contains("5 are there") == true)
    #expect(message(Self.small + [0])?.contains("more are there") == true)
    #expect(message(Array(Self.small.prefix(9)))?.contains("not whole") == true)
    #expect(message([])?.contains("two zeros") == true)
    let endless: [UInt8] = [0, 0, 8, 4] + Array(repeating: 255, count: 16)
    #expect(message(endless)?.contains("claims") == true)
    wrong = [0, 0, 8, 1, 0x40, 0, 0, 1]
    #expect(message(wrong)?.contains("a gigabyte is the most") == true)
    #expect(throws: IDXError.self) { _ = try IDXFile(path: "/nowhere/to/be/found") }
  }

  /// The header and the file's size are enough to find what is too short or too long.
  @Test func theShapeIsToldByTheHeader() throws {
    func shape(_ bytes: [UInt8]) throws -> [Int] {
      let file = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data(bytes).write(to: file)
      return try IDXFile.shape(ofFileAt: file.path)
    }
    #expect(try shape(Self.small) == [2, 1, 3])
    #expect(try shape(Self.compressed) == [2, 1, 3])
    for wrong in [
      Array(Self.small.dropLast()), Self.small + [0], Array(Self.compressed.dropLast(9)),
      Self.compressed.map { $0 == 0x16 ? 0x17 : $0 },
    ] {
      #expect(throws: IDXError.self) { _ = try shape(wrong) }
    }
  }

  /// A pipe would be waited for without end.
  @Test func pipesAreRefused() {
    let file = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(mkfifo(file.path, 0o600) == 0)
    let error = #expect(throws: IDXError.self) { _ = try IDXFile(path: file.path) }
    #expect(error?.description == "it is a named pipe, and a regular file is wanted")
  }

  /// MNIST's test images, where the data are beside the clone.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["OCTAVO_DATA"] != nil))
  func readsMNIST() throws {
    let folder = ProcessInfo.processInfo.environment["OCTAVO_DATA"]!
    let images = try IDXFile(path: "\(folder)/mnist/t10k-images-idx3-ubyte.gz")
    let labels = try IDXFile(path: "\(folder)/mnist/t10k-labels-idx1-ubyte.gz")
    #expect(images.shape == [10_000, 28, 28])
    #expect(labels.shape == [10_000])
    #expect(Array(labels.bytes.prefix(5)) == [7, 2, 1, 0, 4])
  }
}
