import Foundation
import OctavoBase
import OctavoResults

/// The runs whose folders stand in a folder of outputs.
public struct SavedRuns {
  /// What one run has left.
  public struct Entry: Sendable {
    /// The name of the run's folder.
    public var folder: String
    public var saved: SavedRun
    public var metadata: RunMetadata
    /// Whether the report is there.
    public var hasReport: Bool
  }

  /// A folder that holds no run that can be read.
  public struct Problem: Sendable {
    public var folder: String
    public var finding: String
  }

  /// By the names of their folders.
  public private(set) var entries: [Entry] = []
  public private(set) var problems: [Problem] = []

  /// Reads every folder but hidden ones. Links are not followed.
  /// - Throws: `OutputRefusal` where there is no such folder, or where it is that of a run itself;
  ///   `FileError` where it cannot be read.
  public init(in folder: URL) throws {
    let name = folder.relativePath
    guard FileStatus(folder)?.isFolder == true else {
      throw OutputRefusal(
        finding: "There is no folder `\(name)`", remedy: "`octavo run` makes `outputs`")
    }
    if OutputManifest(of: folder) != nil {
      throw OutputRefusal(
        finding: "`\(name)` is the folder of a run", remedy: "Give the folder that it stands in")
    }
    for name in try FolderTree.names(in: folder) where !name.hasPrefix(".") {
      let url = folder.appending(path: name, directoryHint: .isDirectory)
      guard FileStatus(ofEntry: url)?.isFolder == true else { continue }
      do {
        // A run that ends now puts another folder in this one's place.
        entries.append(try (try? Self.entry(name, at: url)) ?? Self.entry(name, at: url))
      } catch let refusal as OutputRefusal {
        problems.append(Problem(folder: name, finding: refusal.finding))
      } catch {
        problems.append(Problem(folder: name, finding: "\(error)"))
      }
    }
  }

  private static func entry(_ name: String, at url: URL) throws -> Entry {
    let manifest = try OutputManifest.read(of: url)
    return Entry(
      folder: name, saved: try manifest.read(SavedRun.name, in: url, SavedRun.init(decoding:)),
      metadata: try manifest.read("run.json", in: url, RunMetadata.init(decoding:)),
      hasReport: FileStatus(ofEntry: url.appending(path: "index.html"))?.isRegularFile == true)
  }
}
