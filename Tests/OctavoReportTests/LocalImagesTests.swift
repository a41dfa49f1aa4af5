import Foundation
import OctavoReport
import Testing

@Suite struct LocalImagesTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "octavo-images-\(UUID().uuidString)")

  @Test func onlyImagesBesideTheNotebookAreTaken() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    try Data(png).write(to: folder.appendingPathComponent("a b.jpg"))
    try Data("plain".utf8).write(to: folder.appendingPathComponent("text.png"))
    let images = LocalImages(besides: folder.appendingPathComponent("x.md").path)
    #expect(images.image(at: "a%20b.jpg") == EmbeddedImage(.png, bytes: png))
    let others = [
      "text.png", "none.png", "", "https://example.org/a.png", "%zz", ".", "a%00b.jpg",
    ]
    for address in others { #expect(images.image(at: address) == nil) }
  }

  @Test func imagesElsewhereAreTakenOnlyIfAllowed() throws {
    let inner = folder.appendingPathComponent("inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let outside = folder.appendingPathComponent("a.gif")
    try Data("GIF89a".utf8).write(to: outside)
    try FileManager.default.createSymbolicLink(
      at: inner.appendingPathComponent("link.gif"), withDestinationURL: outside)
    let notebook = inner.appendingPathComponent("x.md").path
    for address in ["../a.gif", "link.gif", outside.path] {
      #expect(LocalImages(besides: notebook).image(at: address) == nil)
      let images = LocalImages(besides: notebook, imageFolders: [".."])
      #expect(images.image(at: address)?.mediaType == .gif)
    }
  }

  @Test func whatIsNoRegularFileIsNotRead() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(mkfifo(folder.appendingPathComponent("x.png").path, 0o600) == 0)
    let images = LocalImages(besides: folder.appendingPathComponent("x.md").path)
    #expect(images.image(at: "x.png") == nil)
  }

  @Test func imagesMayBeData() {
    let images = LocalImages(besides: "x.md")
    #expect(images.image(at: "data:image/gif;base64,R0lGODlh")?.mediaType == .gif)
    #expect(images.image(at: "data:image/gif;base64,####") == nil)
    #expect(images.image(at: "data:text/html;base64,PGI+") == nil)
  }

  @Test(arguments: [
    ("GIF89a", EmbeddedImage.MediaType.gif), ("RIFF....WEBPVP8", .webp),
    ("<?xml version=\"1.0\"?>\n<!-- a --><svg xmlns=\"\"></svg>", .svg),
  ])
  func typesAreToldByTheirFirstBytes(text: String, expected: EmbeddedImage.MediaType) {
    #expect(EmbeddedImage.MediaType(of: Data(text.utf8)) == expected)
  }

  @Test(arguments: ["", "GIF", "<html><svg></svg></html>", "<svgx>", "<!-- <svg>"])
  func otherTextsAreNoImages(text: String) {
    #expect(EmbeddedImage.MediaType(of: Data(text.utf8)) == nil)
  }
}
