import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

/// Random notebooks with axes, each edited at random and run again with what the store has.
@Suite struct RandomNotebookTests {
  @Test(arguments: 0..<20)
  func theStoreIsNeverWrong(_ part: Int) throws {
    for seed in 0..<100 {
      try check(seed: UInt64(100 * part + seed))
    }
  }

  private func check(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var notebook = RandomNotebook(using: &random)
    let store = Store(
      .temporaryDirectory.appending(path: "random-\(seed)-\(UUID().uuidString)"))
    defer { try? FileManager.default.removeItem(at: store.folder) }
    var known: Set<String> = []
    for _ in 0..<2 {
      let plan = plan(notebook.text)
      try #require(plan.hasErrors == false, "\(notebook.text)")
      var options = Runner.Options()
      let fresh = Runner.run(plan, options: options, outputWriter: nil)
      options.store = store
      options.jobs = Int.random(in: 1...3, using: &random)
      var computed: [String] = []
      options.onEvent = { event in
        if case .finished(_, let record, let how) = event, !how.cached, record.status == .done {
          computed.append(how.key ?? "none")
        }
      }
      let stored = Runner.run(plan, options: options, outputWriter: nil)
      let isSame = stored.run == fresh.run
      #expect(isSame, "\(notebook.text)")
      // Nothing is computed that is known, and nothing twice.
      #expect(known.isDisjoint(with: computed), "\(notebook.text)")
      #expect(Set(computed).count == computed.count, "\(notebook.text)")
      known.formUnion(computed)
      notebook.edit(using: &random)
    }
  }
}

/// Steps that make numbers and add them, some at several points.
private struct RandomNotebook {
  private struct Step {
    var axes: Set<String>
    var constant: Int
    /// The earlier steps whose artifacts it takes.
    var inputs: [Int]
    /// An earlier step whose values it adds up.
    var summed: Int?
  }

  private var steps: [Step] = []
  /// Steps share the values of their axes, so that points always meet.
  private var values: [String: Int] = ["a": 2, "b": 1, "seed": 2]

  init(using random: inout SplitMix64) {
    for place in 0..<Int.random(in: 2...5, using: &random) {
      steps.append(Self.step(at: place, using: &random))
    }
  }

  private static func step(at place: Int, using random: inout SplitMix64) -> Step {
    let axes = ["a", "b", "seed"].filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    let inputs = (0..<place).shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
    return Step(
      axes: Set(axes), constant: Int.random(in: 0...3, using: &random), inputs: Array(inputs),
      summed: place > 0 && Bool.random(using: &random)
        ? Int.random(in: 0..<place, using: &random) : nil)
  }

  mutating func edit(using random: inout SplitMix64) {
    let place = steps.indices.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<5, using: &random) {
    case 0: steps[place].constant += 1
    case 1: values["a", default: 1] += 1
    case 2: values["seed", default: 1] += 1
    case 3: steps.append(Self.step(at: steps.count, using: &random))
    default: steps[place] = Self.step(at: place, using: &random)
    }
  }

  var text: String {
    steps.indices.map { place in
      let step = steps[place]
      let axes = step.axes.sorted().map { "\($0): 1..\(values[$0] ?? 1)" }
      let terms =
        ["\(step.constant)"] + step.axes.sorted().map { "10 * \($0)" }
        + (step.summed.map {
          ["sum(s\($0).points.\(steps[$0].inputs.isEmpty ? "number-value" : "sum"))"]
        }
          ?? [])
      var lines = ["```step s\(place)"]
      if !axes.isEmpty { lines.append("for: {\(axes.joined(separator: ", "))}") }
      if let first = step.inputs.first {
        lines += ["run: toy.add", "to: s\(first)"]
        if step.inputs.count > 1 { lines.append("and: s\(step.inputs[1])") }
        lines.append("plus: ${\(terms.joined(separator: " + "))}")
      } else {
        lines += ["run: toy.make", "number: ${min(1000, \(terms.joined(separator: " + ")))}"]
      }
      return (lines + ["```"]).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}
