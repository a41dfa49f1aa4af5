import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// What the episodes on some questions come to, by how many of them the best is chosen of.
struct BrowsingSummary {
  /// What choosing the best of n gives, with an estimate for each question.
  private struct Row {
    let n: Int
    let correct, supported: Estimate
    let score: Double

    init(n: Int, of asked: [BrowsingSampler.Episodes]) {
      func means(_ value: (BrowsingVerdict) -> Bool) -> [Double] {
        asked.map { each in
          BestOfN.estimate(
            proxy: each.scores, values: each.verdicts.map { value($0) ? 1 : 0 }, n: n)
        }
      }
      self.n = n
      correct = Self.share(means(\.isCorrect))
      supported = Self.share(means { $0.isCorrect && $0.isSupported })
      score =
        asked.map {
          BestOfN.estimate(proxy: $0.scores, values: $0.scores, n: n)
        }.mean
    }

    /// The mean, with the interval of a share, which stays within 0 and 1.
    private static func share(_ means: [Double]) -> Estimate {
      Estimate(share: means.reduce(0, +), of: means.count)
    }
  }

  private let asked: [BrowsingSampler.Episodes]
  private let rows: [Row]

  /// - Parameter n: ascending, not empty.
  init(_ asked: [BrowsingSampler.Episodes], n: [Int]) {
    self.asked = asked
    rows = n.map { Row(n: $0, of: asked) }
  }

  var outputs: BrowseEvaluate.Outputs {
    let episodes = asked.flatMap(\.episodes)
    let actions = episodes.map { Double($0.turns.count) }
    var outputs = BrowseEvaluate.Outputs()
    outputs.correct = rows[rows.count - 1].correct
    outputs.supported = rows[rows.count - 1].supported
    let single = Row(n: 1, of: asked)
    outputs.singleCorrect = single.correct
    outputs.singleSupported = single.supported
    outputs.curve = curve
    outputs.actions = actions.mean
    outputs.searches = episodes.map { Double($0.searches) }.mean
    let malformed = episodes.map { Double($0.malformed) }
    outputs.malformed = malformed.reduce(0, +) / max(1, actions.reduce(0, +))
    outputs.answered = episodes.map { $0.answer == nil ? 0 : 1 }.mean
    outputs.questions = asked.count
    outputs.episodes = table
    outputs.pairs = Pairs(training: asked.map(\.bestPair), validation: [])
    outputs.optimization = Figure(.plot(plot))
    outputs.passages = Figure(.passages(passages))
    return outputs
  }

  private var curve: Table {
    Table(
      [.init("n", integers: rows.map(\.n))]
        + rows.map(\.correct).columns("correct") + rows.map(\.supported).columns("supported")
        + [.init("score", numbers: rows.map(\.score))])
  }

  private var plot: Plot {
    func series(_ name: String, _ estimates: [Estimate]) -> Plot.Series {
      Plot.Series(
        name, mark: .linesAndPoints, x: rows.map { Double($0.n) }, y: estimates.map(\.value),
        lower: estimates.map(\.lower), upper: estimates.map(\.upper))
    }
    return Plot(
      .series([
        series("correct", rows.map(\.correct)), series("and supported", rows.map(\.supported)),
      ]),
      horizontal: Plot.Axis("episodes to choose from"),
      vertical: Plot.Axis("share of questions", lower: 0, upper: 1))
  }

  private var table: Table {
    let best = asked.map(\.best)
    return Table([
      .init("question", texts: asked.map(\.question.fact.text)),
      .init("response", texts: asked.map(\.question.answer)),
      .init("answer", texts: zip(asked, best).map { $0.episodes[$1].answer ?? "" }),
      .init("correct", integers: zip(asked, best).map { $0.verdicts[$1].isCorrect ? 1 : 0 }),
      .init("supported", integers: zip(asked, best).map { $0.verdicts[$1].isSupported ? 1 : 0 }),
      .init("actions", integers: zip(asked, best).map { $0.episodes[$1].turns.count }),
    ])
  }

  private var passages: [Passage] {
    let isGood = asked.map { $0.verdicts[$0.best].score == 1 }
    let good = asked.indices.filter { isGood[$0] }.prefix(2)
    let bad = asked.indices.filter { !isGood[$0] }.prefix(2)
    return (good + bad).map { asked[$0].passage }
  }
}

extension BrowsingSampler.Episodes {
  /// The index of the episode with the highest score, the first of equals.
  var best: Int { GroupAdvantages.best(scores) ?? 0 }

  var bestPair: Pairs.Pair {
    Pairs.Pair(prompt: question.prompt, parts: episodes[best].parts)
  }

  var passage: Passage {
    let verdict = verdicts[best]
    let label =
      if !verdict.isCorrect {
        "wrong, it is “\(question.answer)”"
      } else {
        verdict.isSupported ? "correct and supported" : "correct, not supported"
      }
    return Passage(label: label, prompt: question.prompt, text: bestPair.response)
  }
}
