import Foundation

/// Hands bytes over piece by piece, in order.
typealias ByteProducer = (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

/// Writes a file beside its place and then renames it, so that there is never half of one.
func replaceFile(at path: String, _ produce: ByteProducer) throws {
  let destination = URL(fileURLWithPath: path)
  let partial = destination.appendingPathExtension("partial")
  do {
    try Data().write(to: partial)
    let file = try FileHandle(forWritingTo: partial)
    try produce { try file.write(contentsOf: Data($0)) }
    try file.close()
    guard rename(partial.path, destination.path) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  } catch {
    try? FileManager.default.removeItem(at: partial)
    throw error
  }
}
