import Foundation

/// The text of a manual page, written from top to bottom.
struct ManualText {
  private(set) var text: String

  init(title: String, date: String) {
    text = """
      .TH "\(Self.escaped(title.uppercased()))" 1 "\(date)" "Octavo \(Octavo.version)" "User Commands"
      .nh
      .ad l

      """
  }

  // MARK: Blocks

  mutating func section(_ title: String, line: String? = nil) {
    raw(".SH \(title.uppercased())")
    if let line { raw(line) }
  }

  /// What is already in the page's own language.
  mutating func raw(_ line: String) { text += line + "\n" }

  mutating func paragraph(_ words: String, isMarkedUp: Bool = false) {
    separate()
    raw(isMarkedUp ? Self.code(words) : Self.prose(words))
  }

  /// A heading has a paragraph begin already.
  private mutating func separate() {
    let last = text.dropLast().split(separator: "\n").last ?? ""
    if !last.hasPrefix(".SH") { raw(".PP") }
  }

  private mutating func openTable() {
    separate()
    raw(".nf")
  }

  /// A term and what it means, in paragraphs.
  mutating func item(_ term: String, _ paragraphs: [String]) {
    raw(".TP")
    raw(term)
    for (index, paragraph) in paragraphs.enumerated() {
      if index > 0 { raw(".IP") }
      raw(Self.prose(paragraph))
    }
  }

  /// Paragraphs, with lines that begin with spaces as they are.
  mutating func discussion(_ words: String?) {
    var isTable = false
    for line in (words ?? "").split(separator: "\n") {
      let isOfTable = line.hasPrefix("  ")
      if isOfTable != isTable { isOfTable ? openTable() : raw(".fi") }
      isTable = isOfTable
      if isTable { raw(Self.prose(String(line))) } else { paragraph(String(line)) }
    }
    if isTable { raw(".fi") }
  }

  mutating func argument(_ argument: CommandDescription.Argument) {
    var paragraphs = [argument.abstract, argument.discussion].compactMap { $0 }.filter { $0 != "" }
    if let values = argument.allValues, !values.isEmpty {
      paragraphs.append("Values: \(values.map { "`\($0)`" }.joined(separator: ", ")).")
    }
    if let value = argument.defaultValue, argument.kind != .flag, value != "" {
      paragraphs.append("Default: `\(value)`.")
    }
    item(Self.term(of: argument), paragraphs)
  }

  mutating func synopsis(of command: CommandDescription, in program: CommandDescription) {
    raw("\\fB\(Self.escaped(program.commandName)) \(Self.escaped(command.commandName))\\fR")
    let arguments = command.shownArguments
    let isHelp = { (argument: CommandDescription.Argument) in
      ["help", "version"].contains(argument.preferredName?.name)
    }
    for argument in arguments where argument.kind == .positional {
      let value = "\\fI\(Self.escaped(argument.valueName ?? ""))\\fR"
      let words = argument.isRepeating ? value + " ..." : value
      raw(argument.isOptional ? "[\(words)]" : words)
    }
    for argument in arguments where argument.kind != .positional && !isHelp(argument) {
      let words = Self.term(of: argument, names: argument.preferredName.map { [$0] } ?? [])
      let whole = argument.isRepeating ? words + " ..." : words
      raw(argument.isOptional ? "[\(whole)]" : whole)
    }
  }

  mutating func references(_ names: [String]) {
    raw(names.map(Self.reference).joined(separator: ",\n"))
  }

  // MARK: Words

  static func nameLine(_ name: String, _ abstract: String?) -> String {
    var summary = abstract ?? ""
    if summary.hasSuffix(".") { summary.removeLast() }
    return "\(escaped(name)) \\- \(prose(summary.prefix(1).lowercased() + summary.dropFirst()))"
  }

  static func reference(_ name: String) -> String { "\\fB\(escaped(name))\\fR(1)" }

  private static func term(of argument: CommandDescription.Argument) -> String {
    let names = argument.names ?? []
    let short = names.filter { $0.kind != .long }
    return term(of: argument, names: short + names.filter { $0.kind == .long })
  }

  private static func term(
    of argument: CommandDescription.Argument, names: [CommandDescription.Argument.Name]
  ) -> String {
    let value = "\\fI\(escaped(argument.valueName ?? ""))\\fR"
    if argument.kind == .positional { return value }
    let words = names.map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
    return argument.kind == .option ? "\(words) \(value)" : words
  }

  /// Words of a help text: what is between backticks becomes bold.
  static func prose(_ words: String) -> String { code(escaped(words)) }

  private static func code(_ words: String) -> String {
    let parts = words.split(separator: "`", omittingEmptySubsequences: false)
    // A backtick without its partner is a character like others.
    guard parts.count % 2 == 1 else { return words.replacing("`", with: "\\(ga") }
    return parts.enumerated().map { $0.isMultiple(of: 2) ? String($1) : "\\fB\($1)\\fR" }.joined()
  }

  /// A text in which nothing is an instruction to the formatter.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
      default: result += "\\[u" + hexadecimal(scalar) + "]"
      }
    }
    // A line that begins with a dot would be a macro.
    return result.hasPrefix(".") ? "\\&" + result : result
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
