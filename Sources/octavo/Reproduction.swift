import OctavoNotebook
import OctavoRunner

/// The arguments that make a run again, as the report gives them.
extension RunCommand {
  /// - Parameter file: The notebook's path as it was given.
  func arguments(toRepeat plan: Plan, of file: String) -> [String] {
    var arguments = [file == Notebook.standardInput ? file : file.asPathArgument]
    arguments += ["--seed", "\(plan.seed)"]
    for (name, value) in plan.params.sorted(by: { $0.key < $1.key }) {
      arguments += ["-p", "\(name)=\(FrontMatter.Parameter.spelling(of: value))"]
    }
    for axis in plan.givenAxes {
      arguments += [
        "--for", "\(axis.name)=\(axis.values.map(\.description).joined(separator: ","))",
      ]
    }
    if let maxPoints = notebook.maxPoints, maxPoints != Notebook.mostPoints {
      arguments += ["--max-points", "\(maxPoints)"]
    }
    if output != Self.defaultOutput { arguments += ["-o", output.asPathArgument] }
    if let only { arguments += ["--only", only] }
    if let at { arguments += ["--at", at] }
    if let embedData { arguments.append(embedData ? "--embed-data" : "--no-embed-data") }
    if noTimings { arguments.append("--no-timings") }
    return arguments
  }
}
