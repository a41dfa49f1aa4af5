import Foundation
import OctavoBase

/// The images that a notebook's prose shows: files beside it, and data within an address.
public struct NotebookImages: Sendable {
  public struct Image: Hashable, Sendable {
    public var type: ImageType
    public var bytes: [UInt8]
  }

  public enum Fault: Error, Hashable, Sendable {
    case notLocal, missing, folder, notAFile, outside, tooLarge
    case unreadable(String)
    case notAnImage
  }

  static let largest = 8 << 20

  private let folder: URL
  /// Those that came with the notebook, by their addresses.
  private var carried: [String: [UInt8]] = [:]
  /// With symbolic links followed.
  private let allowedFolders: [String]

  /// - Parameters:
  ///   - path: The notebook's file.
  ///   - imageFolders: Other folders whose images may be shown, relative to the notebook's.
  public init(besides path: String, imageFolders: [String] = []) {
    folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    let folders =
      [folder]
      + imageFolders.map { [folder] in
        $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : folder.appendingPathComponent($0)
      }
    allowedFolders = folders.compactMap(Self.realPath)
  }

  /// Those of a notebook: what came with it is not looked for on the disk.
  public init(of notebook: Notebook) {
    self.init(
      besides: notebook.source.path, imageFolders: notebook.frontMatter.imageFolders)
    carried = notebook.images
  }

  public func read(_ address: String) throws(Fault) -> Image {
    if let bytes = carried[address] {
      guard let type = ImageType(of: Data(bytes.prefix(ImageType.headLength))) else {
        throw .notAnImage
      }
      return Image(type: type, bytes: bytes)
    }
    if LinkPolicy.scheme(of: address) == "data" { return try data(address) }
    let file = try file(address)
    let bytes: [UInt8]
    do throws(FileProblem) { bytes = try file.bytes() } catch { throw .unreadable(error.predicate) }
    guard let type = ImageType(of: Data(bytes.prefix(ImageType.headLength))) else {
      throw .notAnImage
    }
    return Image(type: type, bytes: bytes)
  }

  /// How many bytes an image has that can be read; its file is read only as far as tells its type.
  func size(_ address: String) throws(Fault) -> Int {
    if carried[address] != nil { return try read(address).bytes.count }
    if LinkPolicy.scheme(of: address) == "data" { return try data(address).bytes.count }
    let file = try file(address)
    let head: [UInt8]
    do throws(FileProblem) {
      head = try file.bytes(in: 0..<min(file.size, ImageType.headLength))
    } catch {
      throw .unreadable(error.predicate)
    }
    guard ImageType(of: Data(head)) != nil else { throw .notAnImage }
    return file.size
  }

  /// A regular file of bearable size in a folder that may be read.
  private func file(_ address: String) throws(Fault) -> RegularFile {
    guard let local = LocalAddress(address) else { throw .notLocal }
    let file = local.file(in: folder)
    guard LocalAddress.isThere(file), let path = Self.realPath(file) else { throw .missing }
    guard allowedFolders.contains(where: { path.hasPrefix($0 == "/" ? $0 : $0 + "/") }) else {
      throw .outside
    }
    switch FileStatus(URL(fileURLWithPath: path))?.kind {
    case .regular?: break
    case .folder?: throw .folder
    default: throw .notAFile
    }
    let opened: RegularFile
    do throws(FileProblem) { opened = try RegularFile(path) } catch {
      throw .unreadable(error.predicate)
    }
    guard opened.size <= Self.largest else { throw .tooLarge }
    return opened
  }

  private static func realPath(_ file: URL) -> String? {
    guard let path = realpath(file.path, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// RFC 2397, in base 64.
  private func data(_ address: String) throws(Fault) -> Image {
    guard let comma = address.firstIndex(of: ","),
      address[..<comma].lowercased().hasSuffix(";base64")
    else { throw .notAnImage }
    let text = String(address[address.index(after: comma)...])
    guard text.utf8.count <= Self.largest * 4 / 3 else { throw .tooLarge }
    let decoded = text.removingPercentEncoding ?? text
    guard let bytes = Data(base64Encoded: decoded, options: .ignoreUnknownCharacters),
      let type = ImageType(of: bytes)
    else { throw .notAnImage }
    return Image(type: type, bytes: Array(bytes))
  }
}

/// The kinds of images that every browser shows.
public enum ImageType: String, Hashable, Sendable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case svg = "image/svg+xml"
  case gif = "image/gif"
  case webp = "image/webp"

  static let headLength = 4096

  /// By the first bytes, whatever the file is called.
  public init?(of data: Data) {
    let head = Array(data.prefix(12))
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if head.starts(with: Array("GIF8".utf8)) {
      self = .gif
    } else if head.starts(with: Array("RIFF".utf8)), head.suffix(4) == Array("WEBP".utf8)[...] {
      self = .webp
    } else if Self.isSVG(String(decoding: data.prefix(Self.headLength), as: UTF8.self)) {
      self = .svg
    } else {
      return nil
    }
  }

  /// Whether the first element is `svg`, behind declarations and comments.
  private static func isSVG(_ text: String) -> Bool {
    var rest = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    while rest.hasPrefix("<?") || rest.hasPrefix("<!") {
      let end = rest.hasPrefix("<!--") ? rest.firstRange(of: "-->") : rest.firstRange(of: ">")
      guard let end else { return false }
      rest = rest[end.upperBound...].drop(while: \.isWhitespace)
    }
    return rest.hasPrefix("<svg")
      && rest.dropFirst(4).first.map { " \t\r\n>/".contains($0) } ?? false
  }
}
