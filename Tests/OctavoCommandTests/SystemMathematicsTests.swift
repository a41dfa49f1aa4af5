import Foundation
import Testing

/// The system's mathematical functions round as its version and processor please, so nothing that
/// computes a result may call them.
@Suite struct SystemMathematicsTests {
  private static let hasNM = Workplace.system("nm", "--version")

  /// Functions of the C library whose results are not defined to the last bit.
  private static let inexact =
    Set(
      ["acos", "asin", "atan", "atan2", "cos", "sin", "tan", "sincos"]
        + ["acosh", "asinh", "atanh", "cosh", "sinh", "tanh"]
        + ["exp", "exp2", "exp10", "expm1", "log", "log2", "log10", "log1p", "pow"]
        + ["cbrt", "hypot", "erf", "erfc", "lgamma", "tgamma"]
    )

  @Test(.enabled(if: hasNM, "nm is not installed")) func areNotCalled() throws {
    let program = try #require(Workplace.program, "the program stands beside the tests")
    let place = try Workplace()
    let symbols = try place.shell("nm -D --undefined-only '\(program.path)'").output
      .split(separator: "\n").compactMap { line in
        line.split(separator: " ").last?.split(separator: "@").first.map(String.init)
      }
    #expect(symbols.contains("malloc"), "the program's symbols cannot be read")
    let called = symbols.filter { symbol in
      // Of single and of extended precision they end with a letter more, reentrant ones with `_r`.
      let double = symbol.hasSuffix("_r") ? String(symbol.dropLast(2)) : symbol
      return Self.inexact.contains(double)
        || (double.hasSuffix("f") || double.hasSuffix("l"))
          && Self.inexact.contains(String(double.dropLast()))
    }
    // Yams writes numbers of YAML with it, and reads none of results.
    #expect(Set(called).subtracting(["pow"]).isEmpty, "\(called)")
  }
}
