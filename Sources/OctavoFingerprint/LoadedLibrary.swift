/// A shared library that the program cannot run without.
package struct LoadedLibrary {
  /// Without version and suffix, such as `libpng16`.
  package let name: String
  /// Names its content: the build ID that its linker has given it, or else the hash of its file.
  package let identity: String

  /// What the program was linked with, and what that was linked with in turn. What is loaded besides,
  /// by `LD_PRELOAD` or while the program runs, is not among them.
  ///
  /// - Parameter apart: names of libraries to leave out, with what none but they need.
  package static func needed(apart: Set<String> = []) -> [LoadedLibrary] {
    let objects = SharedObject.all()
    // The first is the program itself.
    guard let program = objects.first else { return [] }
    var found: [String: SharedObject] = [:]
    var pending = program.needed
    while let file = pending.popLast() {
      guard found[file] == nil, !apart.contains(name(ofFile: file)),
        let object = objects.first(where: { $0.answers(to: file) })
      else { continue }
      found[file] = object
      pending += object.needed
    }
    return found.sorted { $0.key < $1.key }.map { file, object in
      LoadedLibrary(
        name: name(ofFile: file), identity: object.buildID ?? object.fileHash)
    }
  }

  private static func name(ofFile file: String) -> String { String(file.prefix { $0 != "." }) }
}
