import CKernels
import CLoader
import OctavoBase
import OctavoRunner

/// The code that computes: the sources of the operations and of all that they call, how they were
/// compiled, and the libraries that they run with. A program that differs elsewhere, such as in its
/// reports, has the same fingerprint, and takes the results of the other from the store.
public enum Fingerprint {
  /// That of the running program.
  public static let current: ContentHash = {
    var hasher = ContentHasher()
    hasher.update(sources)
    hasher.update(configuration)
    hasher.update(String(cString: octavo_compiler()))
    hasher.update(String(cString: octavo_archives()))
    for library in libraries {
      hasher.update(library.name)
      hasher.update(library.identity)
    }
    return hasher.finished()
  }()

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// Those on which a result may depend.
  package static var libraries: [LoadedLibrary] { LoadedLibrary.needed(apart: apart) }

  /// Libraries that take part in no result: the reader of Markdown, SHA-256, which no version computes
  /// otherwise, and what speaks HTTP, with the libraries of its own. Of the system's C and C++ libraries,
  /// what computes calls nothing whose result depends on the version: a test of the program's symbols
  /// holds it to that, so that machines with different systems share a store.
  private static let apart: Set<String> = [
    "libcmark", "libcrypto", "libFoundationNetworking", "libc", "libm", "libgcc_s", "libstdc++",
    "ld-linux-x86-64", "ld-linux-aarch64",
  ]
}
