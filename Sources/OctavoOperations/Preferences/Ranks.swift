import OctavoBase
import OctavoEngine

/// The ranks of responses, by whatever numbers a file orders them: 0 is the best, equal numbers are
/// ties.
struct Ranks {
  let ranks: [Int]

  /// - Parameter value: a list with a number a response, the smallest for the best; nil or null
  ///   where the responses stand in order.
  init(_ value: JSON?, of count: Int, in line: ObjectLines.Line) throws {
    guard let value, !value.isNull else {
      ranks = Array(0..<count)
      return
    }
    guard let numbers = value.elements else {
      throw line.mismatch("ranks", value, wanted: "a list of numbers")
    }
    guard numbers.count == count else {
      throw line.error(
        "`ranks` has \(numbers.count) numbers, and there are \(count) `responses`",
        remedy: "give a rank for each response")
    }
    if let index = numbers.firstIndex(where: { $0.number == nil }) {
      throw line.mismatch("ranks[\(index)]", numbers[index], wanted: "a number")
    }
    let integers = numbers.compactMap(\.integer)
    if integers.count == count {
      ranks = Self.dense(integers)
    } else {
      let numbers = numbers.compactMap(\.number)
      guard numbers.allSatisfy({ abs($0) <= 0x1p53 }) else {
        throw line.error(
          "`ranks` has numbers that are too large to tell apart", remedy: "count ranks from 1")
      }
      ranks = Self.dense(numbers)
    }
  }

  /// The place of each number among the distinct ones.
  private static func dense<Number: Comparable & Hashable>(_ numbers: [Number]) -> [Int] {
    let places = Dictionary(
      uniqueKeysWithValues: zip(Set(numbers).sorted(), 0...))
    return numbers.map { places[$0] ?? 0 }
  }
}
