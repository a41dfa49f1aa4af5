import Foundation
import OctavoBase

extension Encodable {
  /// The same bytes for the same content.
  var json: Data {
    get throws { try JSONEncoder.stable(isIndented: true).encode(self) }
  }
}

extension Decodable {
  init(contentsOf file: URL) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
