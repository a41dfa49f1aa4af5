import ArgumentParser
import OctavoNotebook

/// What one `-p` gives: a parameter's value, or a file with values of several.
enum ParameterAssignment {
  case value(name: String, text: String)
  case file(String)

  /// - Parameter argument: `name=value` or `@FILE`.
  init(_ argument: String) throws {
    if argument.hasPrefix("@") {
      guard argument.count > 1 else {
        throw ValidationError("-p @ takes the name of a file, as in `-p @settings.yaml`.")
      }
      self = .file(String(argument.dropFirst()))
      return
    }
    guard let equals = argument.unicodeScalars.firstIndex(of: "=") else {
      throw ValidationError("-p takes name=value or @FILE, not '\(argument.shortened)'.")
    }
    guard equals > argument.startIndex else {
      throw ValidationError(
        "-p takes name=value, and '\(argument.shortened)' has no name before its `=`.")
    }
    self = .value(
      name: String(argument[..<equals]), text: String(argument[argument.index(after: equals)...]))
  }

  /// Of the parameter that is given by itself.
  var name: String? { if case .value(let name, _) = self { name } else { nil } }

  /// - Throws: `CommandError` or `ParameterFile.Fault`.
  func override(_ frontMatter: inout FrontMatter) throws {
    switch self {
    case .file(let path): try ParameterFile(path: path).override(&frontMatter)
    case .value(let name, let text):
      do { try frontMatter.override(name, with: text) } catch {
        let remedy = error.remedy.map { ": \($0)" } ?? ""
        throw CommandError("-p \(name)=\(text.shortened): \(error.message)\(remedy)")
      }
    }
  }
}

extension ParameterFile.Fault {
  func print(to terminal: Terminal) {
    terminal.write(
      escaped: DiagnosticPrinter(source, isColored: terminal.usesColor).text(diagnostics))
  }
}
