import Foundation

/// A file of TensorBoard's events: TFRecords, each an `Event` message between checksums.
final class EventFile {
  private let file: FileHandle

  /// Begins a file in a folder, in which event files of an earlier run by Octavo are removed.
  ///
  /// - Parameter time: in seconds since 1970, which is in the file's name.
  /// - Throws: where the file cannot be written.
  init(in folder: URL, time: Double) throws {
    let files = FileManager.default
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for earlier in try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where earlier.lastPathComponent.hasPrefix(Self.prefix)
      && earlier.pathExtension == Self.pathExtension
    {
      try files.removeItem(at: earlier)
    }
    let url = folder.appending(path: "\(Self.prefix)\(Int(time)).\(Self.pathExtension)")
    try Data().write(to: url)
    file = try FileHandle(forWritingTo: url)
    try append(time: time) { $0.add(3, "brain.Event:2") }
  }

  /// What TensorBoard knows event files by.
  private static let prefix = "events.out.tfevents."
  private static let pathExtension = "octavo"

  /// Adds a value of a summary.
  ///
  /// - Parameters:
  ///   - time: in seconds since 1970.
  ///   - step: the iteration.
  ///   - value: builds the fields of a `Summary.Value` after its tag.
  func append(
    _ tag: String, step: Int, time: Double, _ value: (inout ProtocolBuffer) -> Void
  ) throws {
    try append(time: time) { event in
      if step != 0 { event.add(2, step) }
      event.add(5) { summary in
        summary.add(1) {
          $0.add(1, tag)
          value(&$0)
        }
      }
    }
  }

  private func append(time: Double, _ build: (inout ProtocolBuffer) -> Void) throws {
    var event = ProtocolBuffer()
    event.add(1, time)
    build(&event)
    try file.write(contentsOf: Self.record(event.bytes))
  }

  /// The length and its checksum, the content and its checksum, all little-endian.
  static func record(_ content: [UInt8]) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(content.count).littleEndian, Array.init)
    func checksum(_ bytes: [UInt8]) -> [UInt8] {
      withUnsafeBytes(of: CRC32C.masked(bytes).littleEndian, Array.init)
    }
    return length + checksum(length) + content + checksum(content)
  }
}
