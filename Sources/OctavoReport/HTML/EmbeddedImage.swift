import Foundation
import OctavoNotebook

/// An image carried within the page.
public struct EmbeddedImage: Hashable, Sendable {
  public typealias MediaType = ImageType

  public var mediaType: MediaType
  public var bytes: [UInt8]

  public init(_ mediaType: MediaType, bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }

  package var dataURI: String {
    "data:\(mediaType.rawValue);base64,\(Data(bytes).base64EncodedString())"
  }
}
