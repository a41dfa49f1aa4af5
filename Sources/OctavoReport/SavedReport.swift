import Foundation
import OctavoNotebook
import OctavoResults
import Synchronization

extension Report {
  /// Draws the report of a run of a notebook and saves what it shows. Images beside the notebook's
  /// file are carried within both.
  ///
  /// - Parameters:
  ///   - notebook: As it was run: its prose and blocks give the report its order.
  ///   - folder: Where the report will stand: relative links of the notebook lead from there, and those
  ///     to notebooks whose reports stand beside it lead to these.
  ///   - showsTimings: Whether the report may hold what differs between two equal runs.
  ///   - dataFiles: What the steps read.
  public static func save(
    run: Run, notebook: Notebook, folder: URL, metadata: RunMetadata,
    showsTimings: Bool = true, dataFiles: [DataFile] = []
  ) -> (page: String, saved: SavedRun) {
    let places = ReportAddresses.places(notebook: notebook.source.path, reportFolder: folder)
    var saved = SavedRun(
      run: run,
      notebook: SavedRun.Notebook(
        text: notebook.source.text, path: places.notebook, reportFolder: places.reportFolder,
        hasByteOrderMark: notebook.source.hasByteOrderMark),
      images: [:], references: notebook.references, showsTimings: showsTimings, files: dataFiles)
    let files = LocalImages(of: notebook)
    let images = ShownImages()
    let page = EnclosingPage(
      of: ReportDocument(
        of: saved, notebook: notebook, metadata: metadata, folder: folder,
        image: { address in images.noting(address, files.image(at: address)) }))
    saved.images = images.files
    return (page.html(enclosing: saved, metadata), saved)
  }

  /// Draws the report of a run that was saved.
  ///
  /// - Parameter folder: Where the report stands now: links to notebooks whose reports stand beside it
  ///   lead to those.
  public static func render(
    _ saved: SavedRun, metadata: RunMetadata, folder: URL? = nil
  ) -> String {
    EnclosingPage(of: ReportDocument(of: saved, metadata: metadata, folder: folder))
      .html(enclosing: saved, metadata)
  }
}

extension ReportDocument {
  /// The report of a run that was saved, for which no other file is read.
  init(of saved: SavedRun, metadata: RunMetadata, folder: URL? = nil) {
    let notebook = Notebook.read(
      Source(path: saved.notebook.path, text: saved.notebook.text, name: saved.run.notebook))
    self.init(
      of: saved, notebook: notebook, metadata: metadata, folder: folder,
      image: { address in
        saved.images[address].flatMap { bytes in
          ImageType(of: Data(bytes)).map { EmbeddedImage($0, bytes: bytes) }
        }
      })
  }

  fileprivate init(
    of saved: SavedRun, notebook: Notebook, metadata: RunMetadata, folder: URL?,
    image: @escaping @Sendable (String) -> EmbeddedImage?
  ) {
    let addresses = ReportAddresses(
      saved.notebook, neighbors: folder.map { NeighboringReports(besides: $0) })
    self.init(
      run: saved.run, notebook: notebook, metadata: metadata,
      showsTimings: saved.showsTimings, references: saved.references, image: image,
      address: addresses.address)
    files = saved.files
  }
}

/// The images that a page has asked for.
private final class ShownImages: Sendable {
  private let images = Mutex<[String: [UInt8]]>([:])

  func noting(_ address: String, _ image: EmbeddedImage?) -> EmbeddedImage? {
    if let image { images.withLock { $0[address] = image.bytes } }
    return image
  }

  var files: [String: [UInt8]] { images.withLock { $0 } }
}
