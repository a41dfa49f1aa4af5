import ArgumentParser
import OctavoEngine
import OctavoRunner

/// What the commands that compute take.
struct ThreadArguments: ParsableArguments {
  @Option(help: "The number of threads; the results do not depend on it.") var threads: Int?
  @Option(
    help: ArgumentHelp(
      "How many steps and points run at once, each with its share of the threads; without it, as many "
        + "as there are threads. The results do not depend on it."))
  var jobs: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be between 1 and 1024.")
    }
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs must be between 1 and 1024.")
    }
  }

  func apply() {
    if let threads { Parallel.threads = threads }
  }

  /// - Parameter options: takes in how a run is to be computed.
  func apply(to options: inout Runner.Options) {
    options.threads = Parallel.threads
    options.jobs = jobs ?? Parallel.threads
    options.makeThreadShare = { ThreadShare() }
  }
}

extension ThreadShare: TaskThreads {}
