/// What the coloring of code has to know of a language.
struct CodeLanguage: Sendable {
  /// How strings of one kind are written.
  struct StringForm: Sendable {
    var open: [UInt8]
    var close: [UInt8]
    /// What keeps the sign behind it from its meaning; `nil` where nothing does.
    var escape: UInt8? = UInt8(ascii: "\\")
    var spansLines = false
    /// What begins code within the string, such as `\(`, and the brackets that it is in.
    var interpolations: [Interpolation] = []

    init(
      _ open: String, _ close: String? = nil, escape: UInt8? = UInt8(ascii: "\\"),
      spansLines: Bool = false, interpolations: [Interpolation] = []
    ) {
      self.open = Array(open.utf8)
      self.close = Array((close ?? open).utf8)
      self.escape = escape
      self.spansLines = spansLines
      self.interpolations = interpolations
    }
  }

  struct Interpolation: Sendable {
    /// Its last byte is the bracket.
    var open: [UInt8]
    var close: UInt8

    init(_ open: String, _ close: Unicode.Scalar) {
      self.open = Array(open.utf8)
      self.close = UInt8(ascii: close)
    }

    var bracket: UInt8 { open[open.count - 1] }
  }

  var names: [String]
  var lineComment: [UInt8] = []
  /// Whether a comment begins only where a word may begin.
  var commentBeginsWord = false
  var hasBlockComments = false
  /// Whether block comments hold others.
  var nestsComments = false
  /// Longer openings come first.
  var strings: [StringForm] = []
  /// Letters that may stand before a string's opening.
  var prefixes: Set<UInt8> = []
  /// Among these, the ones that make code within the string possible.
  var formatPrefixes: Set<UInt8> = []
  var keywords: Set<String> = []
  var types: Set<String> = []
  var capitalizesTypes = false
  var hasDecorators = false
  /// Whether a line may begin with an instruction such as `#include`.
  var hasDirectives = false
  var hasVariables = false
  /// Whether a string before a colon is a key.
  var hasKeys = false
  /// Whether names hold hyphens.
  var joinsByHyphens = false

  static func named(_ name: String) -> CodeLanguage? {
    all.first { $0.names.contains(name) }
  }

  static let all = [python, swift, c, shell, json]
}

extension Set<String> {
  /// The words of a text.
  fileprivate init(words: String) { self.init(words.split(separator: " ").map(String.init)) }
}

extension CodeLanguage {
  static let python = CodeLanguage(
    names: ["python", "py", "python3"], lineComment: Array("#".utf8),
    strings: ["\"\"\"", "'''", "\"", "'"].map {
      StringForm($0, spansLines: $0.utf8.count == 3, interpolations: [Interpolation("{", "}")])
    },
    prefixes: Set("rRbBuUfFtT".utf8), formatPrefixes: Set("fFtT".utf8),
    keywords: Set(
      words:
        "False None True and as assert async await break case class continue def del elif else "
        + "except finally for from global if import in is lambda match nonlocal not or pass raise "
        + "return try while with yield"),
    types: Set(
      words:
        "ArithmeticError AssertionError AttributeError Exception FileNotFoundError ImportError "
        + "IndexError KeyError NotImplementedError OSError RuntimeError StopIteration TypeError "
        + "ValueError abs all any bool bytes callable classmethod complex dict dir divmod enumerate "
        + "filter float format frozenset getattr hasattr hash hex id input int isinstance "
        + "issubclass iter len list map max min next object open ord pow print property range repr "
        + "reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip"),
    hasDecorators: true)

  static let swift = CodeLanguage(
    names: ["swift"], lineComment: Array("//".utf8), hasBlockComments: true, nestsComments: true,
    strings: [
      StringForm(
        "#\"\"\"", "\"\"\"#", escape: nil, spansLines: true,
        interpolations: [Interpolation("\\#(", ")")]),
      StringForm("\"\"\"", spansLines: true, interpolations: [Interpolation("\\(", ")")]),
      StringForm("##\"", "\"##", escape: nil, interpolations: [Interpolation("\\##(", ")")]),
      StringForm("#\"", "\"#", escape: nil, interpolations: [Interpolation("\\#(", ")")]),
      StringForm("\"", interpolations: [Interpolation("\\(", ")")]),
    ],
    keywords: Set(
      words: "actor any as associatedtype async await borrowing break case catch class consuming "
        + "continue convenience default defer deinit didSet do dynamic else enum extension "
        + "fallthrough false fileprivate final for func get guard if import in indirect infix init "
        + "inout internal is isolated lazy let mutating nil nonisolated open operator optional "
        + "override package postfix precedencegroup prefix private protocol public repeat required "
        + "rethrows return self set some static struct subscript super switch throw throws true try "
        + "typealias unowned var weak where while willSet"),
    capitalizesTypes: true, hasDecorators: true, hasDirectives: true)

  static let c = CodeLanguage(
    names: ["c", "h"], lineComment: Array("//".utf8), hasBlockComments: true,
    strings: [StringForm("\""), StringForm("'")],
    keywords: Set(
      words: "auto break case const constexpr continue default do else enum extern false for goto "
        + "if inline nullptr register restrict return sizeof static static_assert struct switch "
        + "true typedef typeof union volatile while _Alignas _Alignof _Atomic _Generic _Noreturn "
        + "_Static_assert _Thread_local"),
    types: Set(
      words: "bool char double float int long short signed unsigned void _Bool _Complex FILE NULL "
        + "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t "
        + "ptrdiff_t size_t ssize_t wchar_t"),
    hasDirectives: true)

  static let shell = CodeLanguage(
    names: ["shell", "sh", "bash", "zsh"], lineComment: Array("#".utf8), commentBeginsWord: true,
    strings: [
      StringForm(
        "\"", spansLines: true,
        interpolations: [Interpolation("$(", ")"), Interpolation("${", "}")]),
      StringForm("'", escape: nil, spansLines: true),
    ],
    keywords: Set(
      words: "case do done elif else esac fi for function if in select then time until while"),
    types: Set(
      words:
        "alias bg break cd command continue declare echo eval exec exit export false fg getopts "
        + "hash jobs kill let local printf pwd read readonly return set shift source test trap true "
        + "type ulimit umask unalias unset wait"),
    hasVariables: true, joinsByHyphens: true)

  static let json = CodeLanguage(
    names: ["json", "jsonc", "json5"], lineComment: Array("//".utf8), hasBlockComments: true,
    strings: [StringForm("\"")], keywords: ["true", "false", "null"], hasKeys: true)
}
