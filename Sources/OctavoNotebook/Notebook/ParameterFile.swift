import OctavoBase
import OctavoResults

/// Values of parameters in a file of their own: a YAML mapping from their names.
public struct ParameterFile: Sendable {
  public let source: Source
  private let entries: [Node.Entry]

  /// Why values cannot be taken from a file: what is wrong, and where in the file.
  public struct Fault: Error, Sendable {
    public let source: Source
    public let diagnostics: [Diagnostic]
  }

  /// - Throws: also where nothing is in it.
  public init(path: String) throws(Fault) {
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try RegularFile.contents(of: path, limit: Limits.fileBytes)
    } catch {
      throw Fault(
        Diagnostic(
          .unreadableFile, at: nil, "the file of parameters \(error.predicate)",
          remedy: error.remedy), in: Source(path: path, text: ""))
    }
    let (source, undecoded) = Source.decode(bytes, path: path)
    if let problem = undecoded ?? source.unreadable { throw Fault(problem, in: source) }
    var diagnostics: [Diagnostic] = []
    let mapping = YAMLReader.mapping(
      of: source, lines: 1..<source.lines.count + 1, subject: "the file of parameters",
      &diagnostics)
    if diagnostics.containsError { throw Fault(source: source, diagnostics: diagnostics) }
    guard let mapping, !mapping.entries.isEmpty else {
      throw Fault(
        Diagnostic(
          .emptyInput, at: nil, "the file of parameters holds none",
          remedy: "write lines of the form `name: value`"), in: source)
    }
    self.source = source
    entries = mapping.entries
  }

  /// Sets the parameters of a notebook to the values of the file.
  public func override(_ frontMatter: inout FrontMatter) throws(Fault) {
    var diagnostics: [Diagnostic] = []
    for entry in entries {
      do throws(Diagnostic) { try frontMatter.override(entry) } catch { diagnostics.append(error) }
    }
    if !diagnostics.isEmpty { throw Fault(source: source, diagnostics: diagnostics) }
  }
}

extension ParameterFile.Fault {
  fileprivate init(_ diagnostic: Diagnostic, in source: Source) {
    self.init(source: source, diagnostics: [diagnostic])
  }
}
