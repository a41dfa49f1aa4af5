import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults

/// A report in which everything occurs that a report can hold.
enum SampleReport {
  static let document = ReportDocument(
    title: "A small language model, from text to samples",
    authors: ["Ada Lovelace", "Charles Babbage"], date: "12 March 2025",
    description: "How much spelling does a network of 800,000 weights learn from one book of plays"
      + " in two minutes?",
    elements: elements,
    run: Run(
      notebook: "sample", title: "A small language model", seed: 1337,
      params: ["width": 128, "text": "data/two plays.txt", "rate": 0.001], steps: records),
    metadata: metadata, valueText: { $0.source.contains("missing") ? nil : "1.885" },
    image: { $0 == "diagram.png" ? EmbeddedImage(.png, bytes: onePixel) : nil })

  static var records: [StepRecord] {
    elements.compactMap { if case .step(let record, _) = $0 { record } else { nil } }
  }

  private static let metadata = RunMetadata(
    octavo: "0.1.0", started: "2025-03-12T10:15:00Z", seconds: 127.4, host: "workbench",
    processor: "Intel Xeon Platinum 8481C", threads: 2,
    notebookHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    peakMemoryMegabytes: 131.6,
    steps: [
      "corpus": .init(cached: true, seconds: 0.02),
      "pretrain": .init(
        cached: false, seconds: 61.7,
        iterationMilliseconds: .init(of: [20.9, 21.4, 23.8])),
      "samples": .init(cached: false, seconds: 2.31),
    ])

  private static func value(_ source: String) -> Inline {
    let start = SourcePosition(line: 1, column: 1)
    var diagnostics: [Diagnostic] = []
    guard let expression = Expression.parse(LocatedText(source, at: start), &diagnostics) else {
      return .code(source)
    }
    return .value(
      ValueReference(
        expression: expression, format: nil, source: source, range: SourceRange(start, start)))
  }

  private static let elements: [ReportDocument.Element] = [
    .prose(.heading(level: 1, identifier: "the-question", [.text("The question")])),
    .prose(
      .paragraph([
        .text("A transformer that reads one character at a time knows nothing of words. "),
        .text("This notebook trains one on a book of plays and asks, with "),
        .emphasis([.text("no")]), .text(" help from a dictionary, "),
        .strong([.text("how soon it spells")]), .text(". The settings are those of "),
        .link(destination: "https://example.org/gpt", title: nil, [.text("a known experiment")]),
        .text(" and stand in "), .code("small"), .text(" below."),
      ])),
    .config(
      name: "small",
      source: """
        # GPT-2's shape, much smaller
        layers: 4
        heads: 4
        width: ${params.width}   # divisible by heads
        dropout: 0.0
        bias: false
        label: "four layers"

        """),
    .step(corpus, source: "run: text.load\npath: ${params.text}\n"),
    .prose(
      .list(
        .init(
          start: nil, isTight: true,
          items: [
            [.paragraph([.text("the text is split nine to one,")])],
            [.paragraph([.text("every character is a token,")])],
            [
              .paragraph([.text("and the loss is cross-entropy in nats:")]),
              .list(
                .init(
                  start: 1, isTight: true,
                  items: [
                    [.paragraph([.text("on the part it trains on,")])],
                    [.paragraph([.text("on the part it never sees.")])],
                  ])),
            ],
          ]))),
    .prose(.heading(level: 1, identifier: "training", [.text("Training")])),
    .prose(
      .paragraph([
        .crossReference(step: "pretrain"),
        .text(" shows both losses. After 2,000 iterations the validation loss is "),
        value("pretrain.validation-loss"), .text("; the sizes compared in "),
        .crossReference(step: "sizes"), .text(" end at "), value("missing.loss"), .text("."),
      ])),
    .step(
      pretrain,
      source: "run: gpt.train\ndata: corpus\nmodel: small\niterations: 2000\nlearning-rate: 1e-3\n"),
    .step(learned, source: "run: expect\nthat:\n  - pretrain.validation-loss < 1.95\n"),
    .prose(.heading(level: 2, identifier: "several-seeds", [.text("Several seeds")])),
    .prose(
      .quote([
        .paragraph([
          .text("A difference that vanishes with another seed was never a difference.")
        ])
      ])),
    .step(seeds, source: "run: plot.line\nx: iteration\n"),
    .step(sizes, source: "run: table\n"),
    .prose(.heading(level: 1, identifier: "what-it-writes", [.text("What it writes")])),
    .step(samples, source: "run: gpt.sample\nmodel: pretrain\ncount: 3\n"),
    .step(surprise, source: "run: tokens.show\n"),
    .prose(.heading(level: 1, identifier: "other-views", [.text("Other views")])),
    .step(views, source: "run: plot.bar\n"),
    .prose(
      .table(
        .init(
          alignments: [nil, .right, .center],
          header: [[.text("Choice")], [.text("Weights")], [.text("Used")]],
          rows: [
            [[.text("learned positions")], [.text("8,192")], [.text("yes")]],
            [[.text("rotary positions")], [.text("0")], [.text("no")]],
          ]))),
    .prose(.code(language: "swift", text: "let loss = crossEntropy(logits, targets)\n")),
    .prose(
      .paragraph([
        .image(source: "diagram.png", title: nil, alternative: [.text("A diagram of one block")]),
        .text(" and "),
        .image(
          source: "https://example.org/far.png", title: nil,
          alternative: [.text("a picture elsewhere")]),
        .text("."),
      ])),
    .prose(.thematicBreak),
    .prose(.heading(level: 1, identifier: "what-went-wrong", [.text("What went wrong")])),
    .step(
      StepRecord(
        name: "finetune", operation: "gpt.train",
        status: .failed(
          error: "the loss is not a number at iteration 412\n  learning rate: 0.5\n"
            + "  remedy: lower the learning rate, or clip gradients")),
      source: "run: gpt.train\nlearning-rate: 0.5\n"),
    .step(
      StepRecord(
        name: "compare", operation: "table", status: .skipped(because: "finetune failed")),
      source: "run: table\n"),
  ]

  private static let corpus = StepRecord(
    name: "corpus", operation: "text.load", status: .done,
    values: ["characters": 1_115_394, "vocabulary-size": 65, "language": "English"],
    shownItems: [.values(["characters", "vocabulary-size", "language"])],
    warnings: [
      StepWarning(.minor, "1 of 4,001 documents is left out"),
      StepWarning(.ordinary, "3 lines hold invalid UTF-8; their bytes were replaced"),
      StepWarning(.grave, "KL explosion (iteration 3): the KL is 33 nats. Usual causes: many."),
    ])

  /// Noise that is the same on every machine.
  static func noise(_ index: Int) -> Double {
    let bits = UInt64(truncatingIfNeeded: index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    let mixed = (bits ^ (bits >> 31)) &* 0xBF58_476D_1CE4_E5B9
    return Double((mixed ^ (mixed >> 29)) >> 11) / Double(1 << 53) - 0.5
  }

  private static func loss(_ iteration: Double, floor: Double, speed: Double) -> Double {
    floor + (4.17 - floor) * pow(1 + iteration / speed, -0.9)
  }

  private static let pretrain: StepRecord = {
    let training = stride(from: 0.0, through: 2000, by: 4).map { $0 }
    let validation = stride(from: 0.0, through: 2000, by: 100).map { $0 }
    let plot = Plot(
      .series([
        .init(
          "training", x: training,
          y: training.map { loss($0, floor: 1.42, speed: 60) + 0.22 * noise(Int($0)) }),
        .init(
          "validation", mark: .linesAndPoints, x: validation,
          y: validation.map { loss($0, floor: 1.68, speed: 58) + 0.02 * noise(Int($0) + 7) }),
      ]), horizontal: .init("iteration"), vertical: .init("loss", unit: "nats"),
      rules: [.init("characters by frequency", y: 3.3)])
    return StepRecord(
      name: "pretrain", operation: "gpt.train", status: .done,
      values: [
        "validation-loss": 1.8853, "training-loss": 1.6312, "parameters": 804_096,
        "perplexity": 6.588, "tokens": 1_536_000,
      ],
      shownItems: [
        .values(["validation-loss", "training-loss", "perplexity", "parameters", "tokens"]),
        .figure(
          Figure(
            .plot(plot),
            caption: "Training and validation loss. The first hundred iterations warm the "
              + "learning rate up.")),
      ])
  }()

  private static let learned = StepRecord(
    name: "learned", operation: "expect", status: .done,
    shownItems: [
      .verdicts([
        Verdict(claim: "pretrain.validation-loss < 1.95", holds: true, detail: "1.885 < 1.95"),
        Verdict(
          claim: "pretrain.validation-loss < pretrain.training-loss + 0.2", holds: false,
          detail: "1.885 < 1.831"),
      ])
    ])

  private static let seeds: StepRecord = {
    let x = stride(from: 0.0, through: 2000, by: 50).map { $0 }
    let series = ["width 64", "width 128", "width 256", "width 384"].enumerated().map {
      index, name in
      let y = x.map { loss($0, floor: 2.05 - 0.16 * Double(index), speed: 70) }
      let spread = x.map { 0.03 + 0.12 / (1 + $0 / 300) }
      return Plot.Series(
        name, x: x, y: y, lower: zip(y, spread).map(-), upper: zip(y, spread).map(+))
    }
    let panels = [("AdamW", 1.0), ("SGD with momentum", 1.25), ("Lion", 1.05)].map {
      name, factor in
      Plot.Panel(
        title: name,
        .series(
          series.prefix(3).map { one in
            Plot.Series(one.name, x: one.x, y: one.y.map { $0 * factor })
          }))
    }
    return StepRecord(
      name: "seeds", operation: "plot.line", status: .done,
      shownItems: [
        .figure(
          Figure(
            .plot(
              Plot(
                .series(series), horizontal: .init("iteration"),
                vertical: .init("validation loss", unit: "nats"))),
            caption: "Mean of five seeds for four widths, with 95 % confidence intervals.")),
        .figure(
          Figure(
            .plot(
              Plot(
                panels: panels, horizontal: .init("iteration"),
                vertical: .init("validation loss", unit: "nats", scale: .logarithmic))),
            caption: "Three optimizers on shared axes.")),
      ])
  }()

  private static let sizes = StepRecord(
    name: "sizes", operation: "table", status: .done,
    tables: [
      "sizes": Table([
        .init("model", texts: ["tiny", "small", "medium", "large"]),
        .init("parameters", integers: [51_200, 804_096, 6_340_608, 10_745_088]),
        .init("validation-loss", unit: "nats", numbers: [2.1437, 1.8853, 1.6221, 1.58]),
        .init("learning-rate", numbers: [0.003, 0.001, 0.0006, 0.0003]),
        .init("time", unit: "s", [12.5, 61.7, 488, nil]),
      ]),
      "history": Table([
        .init("iteration", integers: (0..<240).map { $0 * 10 }),
        .init(
          "loss", unit: "nats",
          numbers: (0..<240).map { loss(Double($0) * 10, floor: 1.5, speed: 60) }),
      ]),
    ],
    shownItems: [
      .table("sizes", caption: "Four sizes at the same number of tokens."),
      .table("history", caption: "The training history of the smallest."),
    ])

  private static let samples = StepRecord(
    name: "samples", operation: "gpt.sample", status: .done,
    shownItems: [
      .figure(
        Figure(
          .passages([
            Passage(
              label: "Temperature 0.5", prompt: "ROMEO:\n",
              text: "What says the word that thou shouldst be the prince,\nAnd make the seasons of "
                + "the common breath\nTo stand against the sorrow of the king."),
            Passage(
              label: "Temperature 0.8", prompt: "ROMEO:\n",
              text: "And for the barth, good lord, that we have mine\nThe sweet of mercy; hold, my "
                + "son, my heart\nIs not so thine.\n\nJULIET:\nAy me, what light?"),
            Passage(
              label: "Temperature 1.2", prompt: "ROMEO:\n",
              text: "Thwy qulit, O frind! bux'd <&> \"ampt\" wavel:\nIf zouch'd nobe Kngt; hi!"),
          ]), caption: "Three samples from the same prompt."))
    ])

  private static let surprise: StepRecord = {
    let tokens = [
      "Once", " upon", " a", " time", " there", " was", " a", " fox", ".", "\n", "It",
      " lived", " in", " the", " dark", " wood", ".",
    ]
    let values: [Double?] = [nil] + (1..<tokens.count).map { 8.4 * abs(noise($0)) + 0.03 }
    let advantages: [Double?] = tokens.indices.map { $0 < 3 ? nil : 2.4 * noise($0 + 40) }
    return StepRecord(
      name: "surprise", operation: "tokens.show", status: .done,
      shownItems: [
        .figure(
          Figure(
            .tokens([
              TokenStrip(
                tokens: tokens,
                rows: [.init("surprisal", unit: "nats", scale: .sequential, values: values)])
            ]), caption: "How much each token surprised the model.")),
        .figure(
          Figure(
            .tokens([
              TokenStrip(
                title: "Response 3 of iteration 40", tokens: tokens,
                rows: [
                  .init("log-probability", scale: .plain, values: values.map { $0.map { -$0 } }),
                  .init(
                    "KL", unit: "nats", scale: .sequential, values: values.map { $0.map { $0 / 9 } }
                  ),
                  .init("advantage", scale: .diverging, values: advantages),
                ])
            ]), caption: "One response, stage by stage.")),
      ])
  }()

  private static let views: StepRecord = {
    let clouds = (0..<2).map { group in
      let x = (0..<40).map { 2 + 10 * abs(noise($0 + 100 * group)) + Double(group) }
      return Plot.Series(
        group == 0 ? "before" : "after", mark: .points, x: x,
        y: x.enumerated().map { 0.3 * $1 + 2 * noise($0 + 77 + group) + 1.2 * Double(group) })
    }
    let heatmap = Plot.Heatmap(
      rows: ["Once", "upon", "a", "time", "there"],
      columns: ["Once", "upon", "a", "time", "there"],
      values: (0..<5).map { row in
        (0..<5).map { $0 > row ? nil : (1 + noise(row * 5 + $0)) / Double(row + 1) }
      }, quantity: "attention weight")
    let ripple = { (distance: Int) -> Double? in
      cos(Double(distance) / 4) * exp(-abs(Double(distance)) / 12)
    }
    let correlations = Plot.Heatmap(
      rows: (1...24).map { "head \($0)" }, columns: (1...24).map { String($0) },
      values: (0..<24).map { row in (0..<24).map { ripple(row - $0) } },
      quantity: "correlation", diverging: true)
    let edges = stride(from: 0.0, through: 12, by: 0.5).map { $0 }
    let bell = { (center: Double) in
      edges.dropLast().map { (200 * exp(-pow(($0 + 0.25 - center) / 2, 2))).rounded() }
    }
    let plots: [(Plot, String)] = [
      (
        Plot(
          .bars(
            .init(
              categories: ["greedy", "top-k 40", "top-p 0.9", "temperature 1"],
              groups: [
                .init(
                  "distinct-2", values: [0.21, 0.64, 0.71, 0.83], lower: [0.19, 0.61, 0.69, 0.8],
                  upper: [0.24, 0.67, 0.74, 0.85]),
                .init(
                  "distinct-3", values: [0.34, 0.81, 0.88, 0.96], lower: [0.31, 0.79, 0.86, 0.95],
                  upper: [0.37, 0.83, 0.9, 0.97]),
              ])), horizontal: .init(""), vertical: .init("share of distinct n-grams"),
          rules: [.init("the book itself", y: 0.91)]), "Variety of samples, with intervals."
      ),
      (
        Plot(
          .bars(
            .init(
              categories: [
                "supervised fine-tuning", "best of 4", "proximal policy optimization",
                "direct preference optimization",
              ], groups: [.init("win rate", values: [0.31, 0.52, 0.68, 0.63])])),
          horizontal: .init(""), vertical: .init("win rate against the base model"),
          rules: [.init("even", y: 0.5)]), "Long names lie down."
      ),
      (
        Plot(.series(clouds), horizontal: .init("√KL", unit: "nats"), vertical: .init("score")),
        "Score against distance."
      ),
      (
        Plot(
          .histogram(
            .init(
              edges: edges,
              groups: [.init("before", counts: bell(4)), .init("after", counts: bell(7))])),
          horizontal: .init("reward"), vertical: .init("responses")), "Rewards before and after."
      ),
      (
        Plot(
          .histogram(.init(edges: edges, groups: [.init("", counts: bell(5))])),
          horizontal: .init("length", unit: "tokens"), vertical: .init("responses")), "Lengths."
      ),
      (
        Plot(.heatmap(heatmap), horizontal: .init("attends to"), vertical: .init("token")),
        "Attention of one head."
      ),
      (
        Plot(.heatmap(correlations), horizontal: .init(""), vertical: .init("")),
        "Correlation of heads."
      ),
      (
        Plot(
          .series([
            .init(
              "compute", mark: .linesAndPoints, x: [1e15, 3e15, 1e16, 3e16, 1e17, 3e17],
              y: [4.1, 3.4, 2.9, 2.6, 2.35, 2.2])
          ]), horizontal: .init("compute", unit: "FLOP", scale: .logarithmic),
          vertical: .init("loss", unit: "nats", scale: .logarithmic)), "A scaling law."
      ),
    ]
    let tiles = (0..<4).map {
      ImageTile(label: "shape \($0)", png: onePixel, width: 28, height: 28)
    }
    return StepRecord(
      name: "views", operation: "plot.bar", status: .done,
      shownItems: plots.map { .figure(Figure(.plot($0.0), caption: $0.1)) }
        + [.figure(Figure(.images(tiles), caption: "Four shapes."))])
  }()

  /// A grey PNG of one pixel.
  private static let onePixel = [UInt8](
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5E"
        + "rkJggg==") ?? Data())
}

extension SampleReport {
  static let plots: [Plot] = records.flatMap(\.shownItems).compactMap { item in
    if case .figure(let figure) = item, case .plot(let plot) = figure.content {
      plot
    } else {
      nil
    }
  }
}
