import ArgumentParser
import OctavoEngine

/// What the commands that compute take.
struct ThreadArguments: ParsableArguments {
  @Option(help: "The number of threads; the results do not depend on it.") var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be between 1 and 1024.")
    }
  }

  func apply() {
    if let threads { Parallel.threads = threads }
  }
}
