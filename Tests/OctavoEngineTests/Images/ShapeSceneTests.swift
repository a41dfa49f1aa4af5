import OctavoEngine
import Testing

@Suite struct ShapeSceneTests {
  static func scenes(_ count: Int, seed: UInt64 = 1) -> [ShapeScene] {
    ShapeScene.scenes(
      count: count, pairs: 0.5, colors: ShapeScene.Color.allCases,
      shapes: ShapeScene.Shape.allCases, from: RandomStream(seed: seed))
  }

  /// What is drawn is what the caption says, as far as geometry can tell.
  @Test(arguments: [24, 32, 48]) func whatIsDrawnCanBeRead(side: Int) {
    let scenes = Self.scenes(300)
    let images = ShapeScene.images(scenes, side: side)
    let reader = ShapeReader()
    let right = (0..<images.count).count { index in
      reader.scene(on: images.image(index), height: side, width: side)?.caption
        == scenes[index].caption
    }
    #expect(right >= (side < 32 ? 297 : 300))
  }

  @Test func noiseAndPaperAreNoShapes() {
    var stream = RandomStream(seed: 1)
    let reader = ShapeReader()
    let noise = (0..<32 * 32 * 3).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    #expect(reader.scene(on: noise[...], height: 32, width: 32) == nil)
    let paper = (0..<32 * 32).flatMap { _ in ShapeScene.paper.map { UInt8($0) } }
    #expect(reader.scene(on: paper[...], height: 32, width: 32) == nil)
    // A long bar is neither circle, square nor triangle.
    var bar = paper
    for pixel in 32 * 14..<32 * 17 { for channel in 0..<3 { bar[3 * pixel + channel] = 40 } }
    #expect(reader.scene(on: bar[...], height: 32, width: 32) == nil)
  }

  /// A caption's words tell the scene; what says anything else is no caption of shapes.
  @Test func captionsAreRead() {
    for scene in Self.scenes(50) { #expect(ShapeCaption(scene.caption) == ShapeCaption(scene)) }
    #expect(ShapeCaption("Red circle, above the blue square.")?.relation == .above)
    for text in [
      "", "7", "a red", "a red circle and a blue square", "a red circle above", "red red",
    ] {
      #expect(ShapeCaption(text) == nil)
    }
  }

  @Test func paperIsToldFromOtherGrounds() {
    let images = ShapeScene.images(Self.scenes(20), side: 16)
    let reader = ShapeReader()
    for index in 0..<images.count {
      #expect(reader.hasPaper(images.image(index), height: 16, width: 16))
    }
    let dark = [UInt8](repeating: 9, count: 16 * 16 * 3)
    #expect(!reader.hasPaper(dark[...], height: 16, width: 16))
    #expect(reader.borderColor(dark[...], height: 16, width: 16) == [9, 9, 9])
  }

  @Test func captionsSayWhatThereIs() {
    let captions = Set(Self.scenes(2000).map(\.caption))
    #expect(captions.contains("a red circle"))
    #expect(captions.contains { $0.contains(" left of a ") })
    #expect(captions.contains { $0.contains(" above a ") })
    #expect(Set(captions.map { CaptionVocabulary.words(of: $0).count }) == [3, 7, 8])
  }

  @Test func aSceneDependsOnItsPlaceAlone() {
    #expect(Array(Self.scenes(9).prefix(4)) == Self.scenes(4))
    #expect(Self.scenes(4) != Self.scenes(4, seed: 2))
  }

  @Test func setsOfImages() throws {
    let images = ShapeScene.images(Self.scenes(5), side: 8)
    let back = ImageSet(images.tensor, captions: images.captions)
    #expect(back == images)
    let part = images[[3, 1]]
    #expect(part.captions == [images.captions[3], images.captions[1]])
    #expect(Array(part.image(1)) == Array(images.image(1)))
    let sheets = images.sheets(side: 2)
    #expect(sheets.count == 2)
    #expect(
      ImageSet(
        sheets: sheets, side: 2, height: 8, width: 8, channels: 3, captions: images.captions)
        == images)
    let wide = images.surrounded(by: 2, of: .black)
    #expect(wide.height == 12 && wide.image(4)[wide.image(4).startIndex] == 0)
    let corner = wide.image(0).startIndex + (2 * 12 + 2) * 3
    #expect(wide.image(0)[corner] == images.image(0)[0])
    let color = RGBColor(red: 1, green: 2, blue: 3)
    #expect(Array(images.surrounded(by: 1, of: color).bytes.prefix(4)) == [1, 2, 3, 1])
    let beyond = ImageSet(
      Tensor([-3, 3, .nan], shape: [1, 1, 1, 3]), captions: [""])
    #expect(beyond.bytes == [0, 255, 128])
  }
}
