import CCrypto
import Foundation

/// A SHA-256 of some content: two things with the same hash are the same bytes.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
  /// 64 hexadecimal digits.
  public let description: String

  public init(of bytes: some ContiguousBytes) {
    var hasher = ContentHasher()
    hasher.update(bytes)
    self = hasher.finished()
  }

  fileprivate init(digest: [UInt8]) {
    description = digest.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// The first 64 bits, for a seed.
  public var leadingBits: UInt64 { UInt64(description.prefix(16), radix: 16) ?? 0 }
}

extension ContentHash: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    description = try container.decode(String.self)
    guard description.utf8.count == 64, description.utf8.allSatisfy(Self.digits.contains) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(description) is no SHA-256")
    }
  }

  private static let digits = Set("0123456789abcdef".utf8)

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Hashes content that comes piece by piece.
public struct ContentHasher: ~Copyable {
  private let context: OpaquePointer?

  public init() {
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: some ContiguousBytes) {
    bytes.withUnsafeBytes { buffer in
      _ = EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
  }

  /// A text with its length, so that the parts of a sequence cannot run into each other.
  public mutating func update(_ text: String) {
    let bytes = Array(text.utf8)
    withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { update(Array($0)) }
    update(bytes)
  }

  public consuming func finished() -> ContentHash {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context, &digest, nil)
    return ContentHash(digest: digest)
  }
}
