import OctavoBase
import Synchronization

/// A `tokenizer.json` that was read.
struct TokenizerFile: Sendable {
  let tokenizer: Tokenizer
  /// What of it is not used: sentences for the reader.
  let remarks: [String]

  init(_ json: [UInt8], file: String) throws(TokenizerError) {
    (tokenizer, remarks) = try attributingProblems(to: file) {
      do {
        let reader = TokenizerReader(root: try JSONFile.value(in: json))
        return (try reader.tokenizer(), reader.remarks)
      } catch let error as JSONFile.Problem {
        throw ForeignTokenizer(json)?.problem ?? TokenizerProblem(error.description)
      }
    }
  }

  /// Reads a file. The last one is remembered, since a plan and its run read the same one several
  /// times.
  static func read(_ path: String) throws(TokenizerError) -> TokenizerFile {
    let bytes = try readTokenizerFile(path)
    if let known = last.withLock({ $0 }), known.bytes == bytes { return known.file }
    let file = try TokenizerFile(bytes, file: path)
    last.withLock { $0 = (bytes, file) }
    return file
  }

  private static let last = Mutex<(bytes: [UInt8], file: TokenizerFile)?>(nil)
}

func readTokenizerFile(_ path: String) throws(TokenizerError) -> [UInt8] {
  do throws(FileProblem) { return try RegularFile.contents(of: path, limit: 1 << 29) } catch {
    throw .unreadable(file: path, problem: "the file cannot be read: \(error.reason)")
  }
}
