import Foundation

/// The cases that `Reference/make_reference.py` writes.
func reference<Cases: Decodable>(_ name: String, as type: Cases.Type) throws -> Cases {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  let file = folder.appendingPathComponent("Reference/\(name).json")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

struct EncodingCase: Decodable {
  let text: String
  let tokens: [Int32]
}

/// The folder of data sets that `OCTAVO_DATA` names, with GPT-2's vocabulary in `gpt2`.
let dataFolder = ProcessInfo.processInfo.environment["OCTAVO_DATA"]
