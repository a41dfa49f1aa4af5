import Foundation
import OctavoResults
import Testing

@Suite struct ImageTileTests {
  private let tile = ImageTile(label: "a", png: [137, 80, 78, 71], width: 2, height: 3)

  /// A file is a quarter longer as base64, and four times as long as a list of numbers.
  @Test func filesStandAsBase64() throws {
    let data = try JSONEncoder().encode(tile)
    #expect(String(decoding: data, as: UTF8.self).contains("\"png\":\"iVBORw==\""))
    #expect(try JSONDecoder().decode(ImageTile.self, from: data) == tile)
  }

  @Test func listsOfNumbersAreReadToo() throws {
    let old = #"{"png": [137, 80, 78, 71], "width": 2, "height": 3, "label": "a"}"#
    #expect(try JSONDecoder().decode(ImageTile.self, from: Data(old.utf8)) == tile)
  }
}
