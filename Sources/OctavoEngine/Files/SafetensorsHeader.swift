import OctavoBase

/// The header of a safetensors file: what each tensor is and where its bytes are.
///
/// The format: the header's length in eight bytes, little endian; the header, a JSON object; then the
/// tensors' bytes without a gap.
struct SafetensorsHeader: Sendable {
  struct Tensor: Sendable {
    let type: String
    let shape: [Int]
    /// The tensor's bytes, counted from the end of the header.
    let range: Range<Int>
  }

  let tensors: [String: Tensor]
  let metadata: [String: String]
  /// Where the tensors' bytes begin in the file.
  let dataStart: Int

  static let metadataKey = "__metadata__"
  private static let lengthBytes = 8
  private static let greatestLength = 100_000_000

  init(of source: ByteSource, file: String) throws(SafetensorsError) {
    func corrupt(_ problem: String) -> SafetensorsError { .corrupt(file: file, problem: problem) }
    func bytes(_ range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
      do throws(FileProblem) { return try source.bytes(in: range) } catch {
        throw .unreadable(file: file, reason: error.reason)
      }
    }
    let start = try bytes(0..<min(source.count, ForeignContent.length))
    // A header's length may look like another format's first bytes.
    if !Self.seemsToBegin(start[...]), let foreign = ForeignContent(startingWith: start) {
      throw .foreign(file: file, content: foreign.description)
    }
    guard !start.isEmpty else { throw corrupt("it is empty") }
    guard let length = Self.length(start) else { throw corrupt("it has only \(start.count) bytes") }
    guard length <= Self.greatestLength, Int(length) <= source.count - Self.lengthBytes else {
      throw corrupt(
        Self.seemsToBegin(start[...])
          ? "the file ends before its header does, at byte \(source.count)"
          : "it begins with \(String(decoding: start.prefix(24), as: UTF8.self).quotedForDisplay)")
    }
    dataStart = Self.lengthBytes + Int(length)
    let text = try bytes(Self.lengthBytes..<dataStart)
    let header: JSON
    do throws(JSONError) { header = try JSON(parsing: text) } catch {
      throw corrupt("its header is not JSON: \(error)")
    }
    guard let members = header.members else { throw corrupt("its header is no JSON object") }
    var tensors: [String: Tensor] = [:]
    var metadata: [String: String] = [:]
    for member in members {
      if member.key == Self.metadataKey {
        guard let entries = member.value.members else { throw corrupt("its metadata is no object") }
        for entry in entries { metadata[entry.key] = entry.value.string }
        continue
      }
      let tensor = try Tensor(member.value, name: member.key, file: file)
      guard tensors.updateValue(tensor, forKey: member.key) == nil else {
        throw .corruptTensor(file: file, tensor: member.key, problem: "is described twice")
      }
    }
    self.tensors = tensors
    self.metadata = metadata
    try checkThatTensorsFill(source.count - dataStart, file: file)
  }

  /// Whether bytes begin as such a file does: with a length that a header may have, and its brace.
  static func seemsToBegin(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let length = length(Array(bytes.prefix(lengthBytes))) else { return false }
    return length <= greatestLength && bytes.dropFirst(lengthBytes).first == UInt8(ascii: "{")
  }

  /// The header's length, nil where the bytes are too few.
  private static func length(_ bytes: [UInt8]) -> UInt64? {
    guard bytes.count >= lengthBytes else { return nil }
    return bytes.prefix(lengthBytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The tensors must lie one after another, without overlap or gap, from the header to the end.
  private func checkThatTensorsFill(_ count: Int, file: String) throws(SafetensorsError) {
    var end = 0
    let inOrder = tensors.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    for (name, tensor) in inOrder {
      func corrupt(_ problem: String) -> SafetensorsError {
        .corruptTensor(file: file, tensor: name, problem: problem)
      }
      guard tensor.range.upperBound <= count else {
        throw corrupt("reaches to byte \(tensor.range.upperBound) of \(count): the file is cut off")
      }
      guard tensor.range.lowerBound >= end else { throw corrupt("overlaps the one before it") }
      guard tensor.range.lowerBound == end else { throw corrupt("leaves a gap before it") }
      end = tensor.range.upperBound
    }
    guard end == count else {
      throw .corrupt(file: file, problem: "\(count - end) bytes at its end belong to no tensor")
    }
  }
}

extension SafetensorsHeader.Tensor {
  fileprivate init(_ value: JSON, name: String, file: String) throws(SafetensorsError) {
    func corrupt(_ problem: String) -> SafetensorsError {
      .corruptTensor(file: file, tensor: name, problem: problem)
    }
    guard let type = value["dtype"]?.string else { throw corrupt("has no dtype") }
    guard let sizes = value["shape"]?.elements else { throw corrupt("has no shape") }
    let shape = sizes.compactMap(\.integer)
    guard shape.count == sizes.count, shape.allSatisfy({ $0 >= 0 }) else {
      throw corrupt("has a shape that is not made of sizes")
    }
    let offsets = (value["data_offsets"]?.elements ?? []).compactMap(\.integer)
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw corrupt("has no valid data_offsets")
    }
    self.type = type
    self.shape = shape
    range = offsets[0]..<offsets[1]
    if let size = Self.sizes[type] {
      guard let needed = Self.product(shape + [size]) else {
        throw corrupt("has a shape too large for any file")
      }
      guard needed == range.count else {
        throw corrupt("of shape \(shape) needs \(needed) bytes, but has \(range.count)")
      }
    }
  }

  /// The bytes of a number of each type of the format.
  private static let sizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "F16": 2,
    "BF16": 2, "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
  ]

  private static func product(_ factors: [Int]) -> Int? {
    if factors.contains(0) { return 0 }
    return factors.reduce(1) { product, factor in
      product.flatMap {
        let (value, overflow) = $0.multipliedReportingOverflow(by: factor)
        return overflow ? nil : value
      }
    }
  }
}
