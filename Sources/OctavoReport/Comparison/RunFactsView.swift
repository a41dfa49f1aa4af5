import OctavoBase
import OctavoNotebook
import OctavoResults

/// What tells the runs from each other before their results do: a row for each fact, a column for each
/// run. Rows that differ stand out.
struct RunFactsView {
  var runs: [ComparedRun]
  var marks: [RunMark]

  private struct Fact {
    var name: String
    var values: [String?]
    /// Whether it is different in every run and decides nothing.
    var isIncidental = false
  }

  var node: HTMLNode {
    HTMLTag.div(.class("scroll"), .tabindex(0), .role("region"), .ariaLabel("Runs")) {
      HTMLTag.table(.class("runs")) {
        HTMLTag.thead {
          HTMLTag.tr {
            HTMLTag.td()
            for mark in marks { HTMLTag.th(.scope("col")) { mark.node } }
          }
        }
        HTMLTag.tbody {
          for fact in facts { row(fact) }
        }
      }
    }
  }

  private func row(_ fact: Fact) -> HTMLNode {
    let differs = !fact.isIncidental && Set(fact.values).count > 1
    return HTMLTag.tr(differs ? .class("differs") : nil) {
      HTMLTag.th(.scope("row")) { fact.name }
      for value in fact.values { HTMLTag.td { value ?? "–" } }
    }
  }

  private var facts: [Fact] {
    let results = runs.map(\.results)
    let parameters = Set(results.flatMap(\.params.keys)).sorted()
    let facts =
      [
        Fact(name: "run", values: runs.map(\.name), isIncidental: true),
        Fact(name: "notebook", values: results.map(\.notebook)),
        Fact(name: "seed", values: results.map { String($0.seed) }),
      ]
      + parameters.map { name in
        Fact(name: name, values: results.map { $0.params[name].map { $0.text.excerpt(200) } })
      }
      + [
        Fact(name: "axes", values: results.map(\.axesText)),
        Fact(name: "failed steps", values: results.map(\.failedText)),
        fact("SHA-256 of the notebook") { "\($0.notebookHash.prefix(16))…" },
        fact("started", isIncidental: true) { $0.startedText },
        fact("took", isIncidental: true) { DurationText.text(seconds: $0.seconds) },
        fact("processor") { $0.processor },
        fact("Octavo") { $0.octavo },
      ]
    return facts.filter { fact in
      fact.values.contains { $0?.isEmpty == false }
    }
  }

  private func fact(
    _ name: String, isIncidental: Bool = false, _ text: (RunMetadata) -> String
  ) -> Fact {
    Fact(name: name, values: runs.map { $0.metadata.map(text) }, isIncidental: isIncidental)
  }
}

extension ResultsFile {
  /// The axes that the command line gave; `nil` where there are none.
  fileprivate var axesText: String? {
    let parts = axes.map { axis in
      let values = axis.values.prefix(8).map(\.description).joined(separator: ", ")
      return "\(axis.name) \(values)\(axis.values.count > 8 ? ", …" : "")"
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  fileprivate var failedText: String? {
    let failed = steps.filter { if case .failed = $0.value.status { true } else { false } }
    return failed.isEmpty ? nil : failed.keys.sorted().joined(separator: ", ")
  }
}
