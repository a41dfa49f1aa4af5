import Foundation
import OctavoBase
import OctavoNotebook

/// A file that a notebook names. It is looked for beside the notebook first, then in the folder
/// that the command was given in.
public struct FilePath: OptionValue {
  /// As the notebook writes it.
  public let path: String
  public let url: URL

  public static let typeName = "path of a file"
  public static let schema = JSON.object(["type": .string("string")])

  /// The content's hash, not the path: a file that is moved is the same file.
  public var canonical: JSON {
    get throws { .string(try ContentHash(ofInput: url, path).description) }
  }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> FilePath? {
    guard let found = decoder.find(.file, node) else { return nil }
    return FilePath(path: found.path, url: found.url)
  }
}

/// A folder that a notebook names, looked for as a file is.
public struct FolderPath: OptionValue {
  /// As the notebook writes it.
  public let path: String
  public let url: URL

  public static let typeName = "path of a folder"
  public static let schema = JSON.object(["type": .string("string")])

  /// The hash of the files in the folder, not the path; folders within are not looked into.
  public var canonical: JSON {
    get throws {
      var hasher = ContentHasher()
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else {
        throw InputFileError("the folder `\(path)` cannot be read any more")
      }
      for name in names.sorted() {
        let file = url.appending(path: name)
        // A link that leads nowhere is no file in the folder either.
        guard FileStatus(file)?.isRegularFile == true else { continue }
        hasher.update(name)
        hasher.update(try ContentHash(ofInput: file, "\(path)/\(name)").description)
      }
      return .string(hasher.finished().description)
    }
  }

  public static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> FolderPath? {
    guard let found = decoder.find(.folder, node) else { return nil }
    return FolderPath(path: found.path, url: found.url)
  }
}

extension OptionDecoder {
  fileprivate enum PathKind: String {
    case file, folder
  }

  /// Looks for what a path names, and reports why it cannot be used.
  fileprivate mutating func find(
    _ kind: PathKind, _ node: ResolvedNode
  ) -> (path: String, url: URL)? {
    if case .known(let value)? = node.evaluation, value.type != .text {
      report(
        .wrongType, at: node.range, "expected the path of a \(kind.rawValue), not \(node.kind)",
        remedy: "put it in quotes if that is the \(kind.rawValue)'s name")
      return nil
    }
    guard let path = String.decode(node, &self) else { return nil }
    let carried = environment.carriedFiles[path].map { [$0] } ?? []
    let places = environment.folders.map { URL(filePath: path, relativeTo: $0).absoluteURL }
    for url in carried + places {
      switch Self.look(for: kind, at: url) {
      case .missing: continue
      case .found:
        files.append(NamedFile(path: path, url: url, isFolder: kind == .folder))
        return (path, url)
      case .unusable(let problem):
        report(
          .unusableFile, at: node.range, "`\(path)` \(problem.predicate)", remedy: problem.remedy)
        return nil
      }
    }
    files += places.map { NamedFile(path: path, url: $0, isFolder: kind == .folder) }
    report(
      .missingFile, at: node.range, "there is no \(kind.rawValue) `\(path)`",
      remedy: (node.scalar?.parameter.map { "give it with `-p \($0)=PATH`; " } ?? "")
        + "the path is taken from the notebook's folder, then from the folder of the command")
    return nil
  }

  private enum Sighting {
    case missing, found
    case unusable(FileProblem)
  }

  private static func look(for kind: PathKind, at url: URL) -> Sighting {
    guard RegularFile.isThere(url.path) else { return .missing }
    switch kind {
    case .file:
      do { _ = try RegularFile(url.path) } catch { return .unusable(error) }
    case .folder:
      guard let status = FileStatus(url) else {
        return .unusable(FileProblem(url.path, errorNumber: errno))
      }
      guard status.isFolder else {
        return .unusable(FileProblem(url.path, "is a file, and a folder is wanted"))
      }
      guard access(url.path, R_OK | X_OK) == 0 else {
        return .unusable(FileProblem(url.path, errorNumber: errno))
      }
    }
    return .found
  }
}

/// Something that a step reads and that could be read when the notebook was checked.
struct InputFileError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension ContentHash {
  /// - Parameter path: as the notebook writes it.
  /// - Throws: `InputFileError`.
  fileprivate init(ofInput url: URL, _ path: String) throws {
    do throws(FileProblem) { try self.init(ofFile: url) } catch {
      let remedy = error.remedy.map { "; \($0)" } ?? ""
      throw InputFileError("the file `\(path)` \(error.predicate)\(remedy)")
    }
  }
}
