import Foundation
import OctavoBase
import OctavoResults

/// Reads the files that a notebook names as its bibliography, and looks up what it cites.
struct BibliographyCheck {
  /// Those that are cited, by their keys.
  private(set) var references: [Reference] = []
  /// What the files hold, by their paths.
  private(set) var files: [String: [UInt8]] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  private static let largest = 32 << 20

  private struct Found {
    var reference: Reference
    /// `references.bib:12:3`.
    var place: String
    var file: Key
  }

  private let folder: URL
  private var found: [String: Found] = [:]
  private var isIncomplete = false

  init(_ notebook: Notebook) {
    folder = URL(fileURLWithPath: notebook.source.path).deletingLastPathComponent()
    for file in notebook.frontMatter.bibliography { read(file) }
    lookUp(notebook.citedKeys)
    let cited = Set(notebook.citedKeys.map(\.key.text))
    references = cited.sorted().compactMap { found[$0] }.map { check(inheriting($0)) }
    if let first = notebook.frontMatter.bibliography.first, cited.isEmpty {
      report(
        .unusedBibliography, .warning, first, "the notebook cites nothing from its bibliography",
        remedy: "cite a work by `[@key]`, or take `bibliography` out")
    }
  }

  private mutating func report(
    _ identifier: DiagnosticIdentifier, _ severity: Diagnostic.Severity, _ place: Key,
    _ message: String, remedy: String?
  ) {
    diagnostics.append(
      Diagnostic(identifier, severity, at: place.range, message, remedy: remedy))
  }
}

// Files.
extension BibliographyCheck {
  private mutating func read(_ file: Key) {
    guard let source = source(of: file) else {
      isIncomplete = true
      return
    }
    let reader = BibTeXReader(source.text)
    for problem in reader.problems {
      if problem.severity == .error { isIncomplete = true }
      report(
        problem.identifier, problem.severity, file,
        "\(file.text):\(source.place(ofByte: problem.place)): \(problem.message)",
        remedy: problem.remedy)
    }
    for entry in reader.entries {
      let place = "\(file.text):\(source.place(ofByte: entry.place))"
      let key = entry.reference.key
      if let earlier = found[key] {
        if earlier.reference != entry.reference || earlier.file.text == file.text {
          report(
            .duplicateReference, .warning, file,
            "\(place): the key `\(key)` is taken; this entry is left out",
            remedy: "the first entry is at \(earlier.place): give one of them another key")
        }
      } else {
        found[key] = Found(reference: entry.reference, place: place, file: file)
      }
    }
  }

  private mutating func source(of file: Key) -> Source? {
    let url =
      file.text.hasPrefix("/")
      ? URL(fileURLWithPath: file.text) : folder.appendingPathComponent(file.text)
    guard !file.text.isEmpty, !file.text.contains("\0"),
      FileManager.default.fileExists(atPath: url.path)
    else {
      let names =
        (try? FileManager.default.contentsOfDirectory(
          atPath: url.deletingLastPathComponent().path)) ?? []
      let near = nearest(
        to: url.lastPathComponent, among: names.filter { $0.hasSuffix(".bib") }.sorted())
      report(
        .missingFile, .error, file, "there is no bibliography `\(file.text)`",
        remedy: near.map { "did you mean `\($0)`?" }
          ?? "paths are relative to the notebook's folder")
      return nil
    }
    do throws(FileProblem) {
      let opened = try RegularFile(url.path)
      guard opened.size <= Self.largest else {
        report(
          .tooLarge, .error, file,
          "the bibliography `\(file.text)` is larger than \(Self.largest >> 20) MB",
          remedy: "put the entries that the notebook cites into a file of their own")
        return nil
      }
      let bytes = try opened.bytes()
      files[file.text] = bytes
      let (source, fault) = Source.decode(bytes, path: file.text)
      guard let fault else { return source }
      let place = fault.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
      report(
        .notUTF8, .error, file, "\(file.text)\(place): \(fault.message)", remedy: fault.remedy)
    } catch {
      report(
        .unusableFile, .error, file, "the bibliography `\(file.text)` \(error.predicate)",
        remedy: error.remedy)
    }
    return nil
  }
}

// Works.
extension BibliographyCheck {
  private mutating func lookUp(_ cited: [CitedKey]) {
    // What a damaged file has is not known.
    guard !isIncomplete else { return }
    for one in cited where found[one.key.text] == nil {
      let name = one.key.text
      let keys = diagnostics.count < Limits.diagnostics ? found.keys.sorted() : []
      diagnostics.append(
        Diagnostic(
          MissingName(.reference, name, among: keys, spelled: { "@\($0)" }).explanation(
            otherwise: one.isNarrative
              ? "it is shown as it is; write `\\@\(name)` if it cites nothing"
              : "add it to the bibliography"),
          one.isNarrative ? .warning : .error, at: one.key.range))
    }
  }

  /// With the fields that the entry takes over from the one that `crossref` names.
  private mutating func inheriting(_ one: Found) -> Found {
    guard let name = one.reference.fields["crossref"] else { return one }
    let key = TeXText(name).text
    guard let parent = found[key]?.reference else {
      report(
        .unknownReference, .warning, one.file,
        "\(one.place): the `crossref` of `\(one.reference.key)` leads to no entry `\(key)`",
        remedy: "add that entry")
      return one
    }
    var result = one
    for (name, value) in parent.fields {
      let inherited = name == "title" ? "booktitle" : name
      guard name != "crossref", name != "author" || one.reference.type == parent.type else {
        continue
      }
      if result.reference.fields[inherited] == nil { result.reference.fields[inherited] = value }
    }
    return result
  }

  private mutating func check(_ one: Found) -> Reference {
    let fields = one.reference.fields
    let wanted = [
      ("author", ["author", "editor", "organization", "institution", "publisher"]),
      ("title", ["title"]), ("year", ["year", "date"]),
    ]
    let missing = wanted.filter { _, names in
      !names.contains { fields[$0].map { !TeXText($0).text.isEmpty } ?? false }
    }.map { "`\($0.0)`" }
    if !missing.isEmpty {
      report(
        .incompleteReference, .warning, one.file,
        "\(one.place): the entry `\(one.reference.key)` has no "
          + missing.joined(separator: " and no "),
        remedy: "add it, so that the list of references is complete")
    }
    let unknown = ReferenceText.shownFields.flatMap { name in
      fields[name].map { TeXText($0).unknownCommands } ?? []
    }
    if let command = unknown.first {
      report(
        .invalidBibliography, .warning, one.file,
        "\(one.place): the TeX command `\\\(command)` of the entry `\(one.reference.key)` is shown "
          + "as it is",
        remedy: "write the character itself")
    }
    return one.reference
  }
}

extension Source {
  /// The line and column of a byte: `12:3`.
  fileprivate func place(ofByte byte: Int) -> String {
    let position = position(of: text.utf8.index(text.startIndex, offsetBy: byte))
    return "\(position.line):\(position.column)"
  }
}

extension Notebook {
  /// The notebook with the works that it cites, and with what is wrong with its bibliography.
  func readingBibliography() -> Notebook {
    guard !frontMatter.bibliography.isEmpty else { return self }
    let check = BibliographyCheck(self)
    var result = self
    result.references = check.references
    result.bibliographyFiles = check.files
    result.diagnostics =
      (diagnostics + check.diagnostics).withFittingReplacements(in: source).inOrder.limited
    return result
  }
}
