import Foundation
import OctavoReport
import Testing

@Suite struct LocalImagesTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "octavo-images-\(UUID().uuidString)")

  @Test func onlyImagesBesideTheNotebookAreTaken() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]
    try Data(png).write(to: folder.appendingPathComponent("a b.jpg"))
    try Data("plain".utf8).write(to: folder.appendingPathComponent("text.png"))
    let images = LocalImages(besides: folder.appendingPathComponent("x.md").path)
    #expect(images.image(at: "a%20b.jpg") == EmbeddedImage(.png, bytes: png))
    let others = [
      "text.png", "none.png", "", "https://example.org/a.png",
      folder.appendingPathComponent("a b.jpg").path, "%zz",
    ]
    for address in others { #expect(images.image(at: address) == nil) }
  }

  @Test(arguments: [
    ("GIF89a", EmbeddedImage.MediaType.gif), ("RIFF....WEBPVP8", .webp),
    ("<?xml version=\"1.0\"?>\n<svg xmlns=\"\"></svg>", .svg),
  ])
  func typesAreToldByTheirFirstBytes(text: String, expected: EmbeddedImage.MediaType) {
    #expect(EmbeddedImage.MediaType(of: Data(text.utf8)) == expected)
  }
}
