/// Drops documents that are mostly symbols: markup, tables, drawings in characters.
///
/// The ratio is that of characters which are neither letter, combining mark nor digit to all that are
/// not white space. A document of white space alone has the ratio 1. Gopher's rules limit symbols in the same spirit
/// (Rae et al. 2021, appendix A.1).
public struct SymbolRatioFilter: TextFilter, Hashable {
  public let greatestRatio: Double

  public init(atMost greatestRatio: Double) {
    self.greatestRatio = greatestRatio
  }

  public var name: String { "symbol ratio" }

  public func kept(of documents: [String]) -> [Int] {
    documents.indices.filter { Self.ratio(of: documents[$0]) <= greatestRatio }
  }

  static func ratio(of document: String) -> Double {
    var symbols = 0
    var visible = 0
    for scalar in document.unicodeScalars {
      switch ScalarClass(scalar) {
      case .space: continue
      case .other where WordClass(scalar) == .mark: break
      case .other: symbols += 1
      case .letter, .number: break
      }
      visible += 1
    }
    return visible == 0 ? 1 : Double(symbols) / Double(visible)
  }
}
