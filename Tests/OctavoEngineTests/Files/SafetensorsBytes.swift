import Foundation
import OctavoEngine

/// The file that `write` hands over the bytes of, without a disk.
func safetensors(
  _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
) throws -> SafetensorsFile {
  var bytes = Data()
  try write { bytes.append(contentsOf: $0) }
  return try SafetensorsFile(bytes, path: "bytes")
}
