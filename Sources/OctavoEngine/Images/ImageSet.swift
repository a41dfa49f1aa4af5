/// Images of one size with a caption each, eight bits a channel.
public struct ImageSet: Hashable, Sendable {
  public let height, width: Int
  /// 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// Image after image, each row by row, a pixel's channels together.
  public private(set) var bytes: [UInt8]
  /// One an image; empty for an image without.
  public private(set) var captions: [String]

  /// - Precondition: there are as many bytes as the sizes and captions ask for.
  public init(height: Int, width: Int, channels: Int, bytes: [UInt8], captions: [String]) {
    precondition(bytes.count == captions.count * height * width * channels)
    self.height = height
    self.width = width
    self.channels = channels
    self.bytes = bytes
    self.captions = captions
  }

  /// The images of a tensor (N, H, W, channels) whose numbers lie between −1 and 1; what lies
  /// beyond is cut off.
  public init(_ tensor: Tensor, captions: [String]) {
    let shape = tensor.shape
    self.init(
      height: shape[1], width: shape[2], channels: shape[3],
      bytes: tensor.values.map { value in
        // A number that is not one becomes grey rather than a trap.
        UInt8(max(0, min(255, ((value.isNaN ? 0 : value) + 1) * 127.5)).rounded())
      },
      captions: captions)
  }

  public var count: Int { captions.count }
  private var size: Int { height * width * channels }

  /// Numbers between −1 and 1: (N, H, W, channels).
  public var tensor: Tensor {
    Tensor(
      bytes.map { Float($0) / 127.5 - 1 }, shape: [count, height, width, channels])
  }

  /// The bytes of one image.
  public func image(_ index: Int) -> ArraySlice<UInt8> {
    bytes[index * size..<(index + 1) * size]
  }

  /// The images of some indices, in their order.
  public subscript(indices: some Sequence<Int>) -> ImageSet {
    var part = ImageSet(height: height, width: width, channels: channels, bytes: [], captions: [])
    for index in indices {
      part.bytes += image(index)
      part.captions.append(captions[index])
    }
    return part
  }

  /// One image as a PNG file.
  public func png(_ index: Int) throws(ImageFileError) -> [UInt8] {
    try PNG.encode(Array(image(index)), height: height, width: width, channels: channels)
  }
}

extension ImageSet {
  /// The images of several sets of one size, one after the other.
  public init(joining sets: [ImageSet]) {
    self.init(
      height: sets[0].height, width: sets[0].width, channels: sets[0].channels,
      bytes: sets.flatMap(\.bytes), captions: sets.flatMap(\.captions))
  }

  /// The same images with `margin` more pixels of a color on every side.
  public func surrounded(by margin: Int, of color: RGBColor) -> ImageSet {
    let (newHeight, newWidth) = (height + 2 * margin, width + 2 * margin)
    let pixel = color.samples(channels: channels)
    var result = [UInt8](repeating: pixel[0], count: count * newHeight * newWidth * channels)
    if pixel.contains(where: { $0 != pixel[0] }) {
      for index in result.indices { result[index] = pixel[index % channels] }
    }
    for row in 0..<count * height {
      let (image, y) = (row / height, row % height)
      let start = ((image * newHeight + y + margin) * newWidth + margin) * channels
      result.replaceSubrange(
        start..<start + width * channels,
        with: bytes[row * width * channels..<(row + 1) * width * channels])
    }
    return ImageSet(
      height: newHeight, width: newWidth, channels: channels, bytes: result, captions: captions)
  }

  /// The images on sheets of `side` × `side`, row by row, the last one filled up with zeros.
  public func sheets(side: Int) -> [[UInt8]] {
    Swift.stride(from: 0, to: count, by: side * side).map { first in
      var sheet = [UInt8](repeating: 0, count: side * side * height * width * channels)
      for index in first..<min(count, first + side * side) {
        forEachRow(of: index, at: index - first, side: side) { row, place in
          sheet.replaceSubrange(place, with: bytes[row])
        }
      }
      return sheet
    }
  }

  /// The images on such sheets.
  ///
  /// - Precondition: there are as many sheets as the captions need, each of that size.
  public init(
    sheets: [[UInt8]], side: Int, height: Int, width: Int, channels: Int, captions: [String]
  ) {
    self.init(
      height: height, width: width, channels: channels,
      bytes: [UInt8](repeating: 0, count: captions.count * height * width * channels),
      captions: captions)
    for index in captions.indices {
      let sheet = sheets[index / (side * side)]
      var image: [UInt8] = []
      forEachRow(of: index, at: index % (side * side), side: side) { _, place in
        image += sheet[place]
      }
      bytes.replaceSubrange(index * size..<(index + 1) * size, with: image)
    }
  }

  /// Where each row of an image stands among all bytes, and on a sheet.
  private func forEachRow(
    of index: Int, at cell: Int, side: Int, _ body: (Range<Int>, Range<Int>) -> Void
  ) {
    let length = width * channels
    for row in 0..<height {
      let source = index * size + row * length
      let place = ((cell / side * height + row) * side + cell % side) * length
      body(source..<source + length, place..<place + length)
    }
  }
}
