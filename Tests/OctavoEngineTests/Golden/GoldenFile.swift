import Foundation
import OctavoEngine

/// The golden cases: inputs and expected results that were computed elsewhere in float64.
/// `OCTAVO_GOLDEN` names another file of the same form.
struct GoldenFile: Decodable {
  let cases: [GoldenCase]

  static let shared = Result { try read() }

  private static func read() throws -> GoldenFile {
    let url =
      ProcessInfo.processInfo.environment["OCTAVO_GOLDEN"].map { URL(fileURLWithPath: $0) }
      ?? Bundle.module.url(forResource: "golden", withExtension: "json")
    guard let url else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(GoldenFile.self, from: Data(contentsOf: url))
  }
}

struct GoldenCase: Decodable, Sendable {
  let id: String
  let op: String
  let params: [String: GoldenValue]
  let inputs: [String: GoldenValue]
  let expected: [String: GoldenValue]

  /// A tensor among the inputs.
  func tensor(_ name: String) throws -> Tensor { try inputs.value(name).tensor }
  func integers(_ name: String) throws -> [Int32] {
    try inputs.value(name).numbers.map { Int32($0) }
  }
  func parameter(_ name: String) throws -> Double { try params.value(name).number }
  /// Expected numbers, of a tensor or a scalar.
  func expected(_ name: String) throws -> [Double] { try expected.value(name).numbers }
}

struct MissingFromGoldenCase: Error {
  let what: String
}

extension [String: GoldenValue] {
  func value(_ name: String) throws -> GoldenValue {
    guard let value = self[name] else { throw MissingFromGoldenCase(what: name) }
    return value
  }
}

enum GoldenValue: Decodable, Sendable {
  case null
  case scalar(Double)
  case text(String)
  case array(shape: [Int], data: [Double])
  case list([GoldenValue])
  case other

  private enum Key: CodingKey { case shape, data }

  init(from decoder: any Decoder) throws {
    if let keyed = try? decoder.container(keyedBy: Key.self), keyed.contains(.data) {
      let data = try keyed.decode([Number].self, forKey: .data).map(\.value)
      self = .array(shape: try keyed.decode([Int].self, forKey: .shape), data: data)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let number = try? single.decode(Number.self) {
      self = .scalar(number.value)
    } else if let text = try? single.decode(String.self) {
      self = .text(text)
    } else if let list = try? single.decode([GoldenValue].self) {
      self = .list(list)
    } else {
      self = .other
    }
  }

  /// A number, of which the non-finite ones are written as text.
  private struct Number: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let single = try decoder.singleValueContainer()
      if let number = try? single.decode(Double.self) {
        value = number
      } else {
        switch try single.decode(String.self) {
        case "nan": value = .nan
        case "inf": value = .infinity
        case "-inf": value = -.infinity
        default: throw MissingFromGoldenCase(what: "a number")
        }
      }
    }
  }

  var numbers: [Double] {
    get throws {
      switch self {
      case .scalar(let number): [number]
      case .array(_, let data): data
      default: throw MissingFromGoldenCase(what: "numbers")
      }
    }
  }

  var number: Double {
    get throws {
      guard case .scalar(let number) = self else { throw MissingFromGoldenCase(what: "a number") }
      return number
    }
  }

  var text: String {
    get throws {
      guard case .text(let text) = self else { throw MissingFromGoldenCase(what: "text") }
      return text
    }
  }

  var tensor: Tensor {
    get throws {
      guard case .array(let shape, let data) = self else {
        throw MissingFromGoldenCase(what: "a tensor")
      }
      return Tensor(data.map { Float($0) }, shape: shape)
    }
  }
}
