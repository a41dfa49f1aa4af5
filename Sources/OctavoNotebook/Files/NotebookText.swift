import OctavoResults

extension Notebook {
  /// Reads a notebook whose text is at hand, as an editor has it before it is saved, with the files
  /// that its prose and its front matter name.
  ///
  /// - Parameter source: its path says where relative paths lead from.
  public static func readWithFiles(_ source: Source) -> Notebook {
    read(source).checkingLinkedFiles().readingBibliography()
  }

  /// All works of the files of its bibliography, by their keys, each once.
  public var bibliographyEntries: [Reference] {
    var seen: Set<String> = []
    return bibliographyFiles.sorted { $0.key < $1.key }.flatMap { _, bytes in
      BibTeXReader(String(decoding: bytes, as: UTF8.self)).entries.map(\.reference)
    }.filter { seen.insert($0.key).inserted }
  }
}
