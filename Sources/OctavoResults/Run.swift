/// One run of one notebook: what is the same on every rerun, in the notebook's order.
public struct Run: Hashable, Codable, Sendable {
  public var notebook: String
  public var title: String
  public var seed: UInt64
  public var params: [String: Value]
  /// The axes that the command line gave to the notebook.
  public var axes: [Axis]
  public var steps: [StepRecord]
  /// The steps and configs that each step uses, by its name, in the notebook's order; empty of a
  /// run that was saved before this was recorded.
  public var uses: [String: [String]]

  /// An axis and the values that it was given.
  public struct Axis: Hashable, Codable, Sendable {
    public var name: String
    public var values: [Value]

    public init(_ name: String, _ values: [Value]) {
      self.name = name
      self.values = values
    }
  }

  public init(
    notebook: String, title: String, seed: UInt64, params: [String: Value],
    axes: [Axis] = [], steps: [StepRecord] = [], uses: [String: [String]] = [:]
  ) {
    self.axes = axes
    self.notebook = notebook
    self.title = title
    self.seed = seed
    self.params = params
    self.steps = steps
    self.uses = uses
  }

  public subscript(step name: String) -> StepRecord? { steps.first { $0.name == name } }
}

/// The metadata of a run: what may differ between two runs that agree on every result.
public struct RunMetadata: Hashable, Codable, Sendable {
  private enum CodingKeys: String, CodingKey {
    case octavo, arguments, started, seconds, host, processor, threads, steps
    case instructionSet = "instruction-set"
    case notebookHash = "notebook-hash"
    case peakMemoryMegabytes = "peak-memory-megabytes"
  }

  public struct Step: Hashable, Codable, Sendable {
    private enum CodingKeys: String, CodingKey {
      case cached, key, seconds, processor, points
      case iterationMilliseconds = "iteration-milliseconds"
    }

    public var cached: Bool
    /// A hash of everything that the step's result depends on; `nil` for a step that did not run.
    public var key: String?
    public var seconds: Double
    /// That of the machine that computed it; `nil` where earlier versions did.
    public var processor: String?
    /// Of a step that trains; in milliseconds.
    public var iterationMilliseconds: Percentiles?
    /// Of a step with axes, that of its points under their coordinates; the time is that of all
    /// together, whether they ran one after another or at once.
    public var points: [String: Step]?

    public init(
      cached: Bool, key: String? = nil, seconds: Double, processor: String? = nil,
      iterationMilliseconds: Percentiles? = nil, points: [String: Step]? = nil
    ) {
      self.points = points
      self.cached = cached
      self.key = key
      self.seconds = seconds
      self.processor = processor
      self.iterationMilliseconds = iterationMilliseconds
    }
  }

  public struct Percentiles: Hashable, Codable, Sendable {
    public var median: Double
    public var p10: Double
    public var p90: Double

    /// Of at least one duration.
    public init?(of durations: [Double]) {
      let sorted = durations.sorted()
      guard let last = sorted.indices.last else { return nil }
      func quantile(_ share: Double) -> Double { sorted[Int((Double(last) * share).rounded())] }
      median = quantile(0.5)
      p10 = quantile(0.1)
      p90 = quantile(0.9)
    }
  }

  public var octavo: String
  /// What `octavo run` takes to make this run again in the folder in which it was started.
  public var arguments: [String]?
  /// ISO 8601, UTC.
  public var started: String
  public var seconds: Double
  public var host: String
  public var processor: String
  /// What the engine's kernels were compiled for, such as "avx2".
  public var instructionSet: String?
  public var threads: Int
  /// SHA-256 of the notebook's bytes, in hexadecimal.
  public var notebookHash: String
  public var peakMemoryMegabytes: Double?
  public var steps: [String: Step]

  public init(
    octavo: String, arguments: [String]? = nil, started: String, seconds: Double = 0, host: String,
    processor: String, instructionSet: String? = nil, threads: Int, notebookHash: String,
    peakMemoryMegabytes: Double? = nil, steps: [String: Step] = [:]
  ) {
    self.octavo = octavo
    self.arguments = arguments
    self.started = started
    self.seconds = seconds
    self.host = host
    self.processor = processor
    self.instructionSet = instructionSet
    self.threads = threads
    self.notebookHash = notebookHash
    self.peakMemoryMegabytes = peakMemoryMegabytes
    self.steps = steps
  }
}
