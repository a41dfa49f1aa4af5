import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// Folders of models: what checking finds in them, and what a run says of them.
@Suite struct ModelFolderTests {
  private static let text = "the cat and the hat"

  private static let loading = """
    ```step m
    run: gpt.load
    path: model
    ```

    ```step s
    run: tokens.show
    model: m
    text: "the cat"
    ```
    """

  @Test func aWholeFolderIsLoadedWithoutAWord() throws {
    try withModel { folder in
      let plan = plan(Self.loading, in: folder)
      #expect(plan.diagnostics == [])
      let run = run(plan)
      #expect(run.steps.map(\.status) == [.done, .done])
      #expect(run.steps.flatMap(\.warnings.texts) == [])
    }
  }

  @Test func checkingFindsWhatIsWrongWithATokenizer() throws {
    try withModel { folder in
      let file = folder.appending(path: "model/tokenizer.json")
      let many = Tokenizer.characters(
        CharacterTokenizer(alphabet: (0..<65).compactMap { Unicode.Scalar(0x100 + $0) }))
      try Data(many.json.utf8).write(to: file)
      expectProblem("the tokenizer has 65 tokens, but the model's vocabulary only 20", in: folder)
      try Data("{".utf8).write(to: file)
      expectProblem("the file ends too early", in: folder)
      try FileManager.default.removeItem(at: file)
      expectProblem("a model without a tokenizer; add its `tokenizer.json`", in: folder)
    }
  }

  /// All that is wrong is said at once.
  @Test func checkingFindsSeveralFiles() throws {
    try withModel { folder in
      for name in ["config.json", "tokenizer.json"] {
        try Data("<html>".utf8).write(to: folder.appending(path: "model/\(name)"))
      }
      let problems = plan(Self.loading, in: folder).diagnostics
      #expect(problems.count == 2)
      #expect(problems.allSatisfy { $0.message.contains("HTML page") && $0.range != nil })
    }
  }

  @Test func checkingFindsWhatIsWrongWithATokenizerAlone() throws {
    let notebook = "```step t\nrun: tokenizer.load\npath: t.json\n```"
    try withModel { folder in
      let file = folder.appending(path: "t.json")
      try Data("AA== 0\nAQ== 1\n".utf8).write(to: file)
      let plan = plan(notebook, in: folder)
      #expect(plan.diagnostics.count == 1)
      #expect(plan.diagnostics.first?.message.contains("tiktoken's own format") == true)
      try FileManager.default.removeItem(at: file)
      try FileManager.default.copyItem(
        at: folder.appending(path: "model/tokenizer.json"), to: file)
      #expect(self.plan(notebook, in: folder).diagnostics == [])
    }
  }

  /// Checking reads no weights; running says where they are not finite.
  @Test func weightsThatAreNotFiniteStopTheRun() throws {
    try withModel { folder in
      let path = folder.appending(path: "model/model.safetensors")
      var bytes = try Data(contentsOf: path)
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try bytes.write(to: path)
      let plan = plan(Self.loading, in: folder)
      #expect(plan.diagnostics == [])
      guard case .failed(let error)? = run(plan)[step: "m"]?.status else {
        Issue.record("weights that are not finite were taken")
        return
      }
      #expect(error.contains("holds a number that is not finite, NaN at ["))
    }
  }

  @Test func aHeadOfItsOwnIsWarnedOf() throws {
    try withModel(tied: false) { folder in
      let before = run(plan(Self.loading, in: folder))
      let file = folder.appending(path: "model/config.json")
      let settings = try String(contentsOf: file, encoding: .utf8)
      try Data(
        settings.replacing(
          #""tie_word_embeddings": false"#, with: #""tie_word_embeddings": true"#
        ).utf8
      ).write(to: file)
      let after = run(plan(Self.loading, in: folder))
      #expect(after[step: "m"]?.warnings.texts.count == 1)
      #expect(after[step: "m"]?.warnings.texts.first?.contains("“lm_head.weight” differs") == true)
      #expect(after[step: "m"]?.values == before[step: "m"]?.values)
      #expect(after[step: "s"]?.tables == before[step: "s"]?.tables)
    }
  }

  private func training(_ options: String) -> String {
    """
    ```step c
    run: stories.compose
    count: 20
    ```

    ```step g
    run: gpt.train
    data: c
    model: {layers: 1, heads: 2, width: 16, context: 16, \(options)}
    training: {iterations: 1, batch: 2}
    ```
    """
  }

  @Test(arguments: [
    ("activation: swiglu", "with `activation: gelu` it would be a GPT-2"),
    ("normalization: rms", "with `normalization: layer` it would be a GPT-2"),
    ("key-value-heads: 1", "with as many `key-value-heads` as `heads` it would be a GPT-2"),
    (
      "positions: rotary, activation: swiglu", "with `normalization: rms` it would be a LLaMA"
    ),
    ("experts: 4", "with no `experts` it would be a GPT-2"),
    (
      "positions: rotary, normalization: rms, activation: swiglu, experts: 4",
      "with `biases: false` it would be a Mixtral"
    ),
  ])
  func shapesThatTransformersLacksAreWarnedOf(options: String, remedy: String) throws {
    let plan = plan(training(options), in: .temporaryDirectory)
    #expect(!plan.hasErrors)
    #expect(plan.diagnostics.map(\.severity) == [.warning])
    let diagnostic = try #require(plan.diagnostics.first)
    #expect(diagnostic.message.contains("transformers has no model of this architecture"))
    #expect(diagnostic.remedy == remedy)
    #expect(diagnostic.range != nil)
  }

  @Test func theWarningStandsInTheReport() throws {
    let run = run(plan(training("activation: swiglu"), in: .temporaryDirectory))
    let step = try #require(run[step: "g"])
    #expect(step.status == .done)
    #expect(step.warnings.texts.count == 1)
    #expect(
      step.warnings.texts.first?.hasSuffix("with `activation: gelu` it would be a GPT-2.") == true)
  }

  @Test(arguments: [
    "biases: true", "positions: rotary", "positions: rotary, normalization: rms, biases: false",
    "positions: rotary, normalization: rms, activation: swiglu",
    "positions: rotary, normalization: rms, activation: swiglu, biases: false, experts: 4",
  ])
  func shapesThatTransformersHasAreNot(options: String) {
    #expect(plan(training(options), in: .temporaryDirectory).diagnostics == [])
  }

  private func expectProblem(
    _ problem: String, in folder: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let problems = plan(Self.loading, in: folder).diagnostics
    #expect(problems.count == 1, sourceLocation: sourceLocation)
    #expect(
      problems.first?.message.contains(problem) == true, "\(problems)",
      sourceLocation: sourceLocation)
    #expect(problems.first?.range?.start.line == 3, sourceLocation: sourceLocation)
  }

  private func plan(_ text: String, in folder: URL) -> Plan {
    Plan(
      Notebook.read(Source(path: "notebook.md", text: text)), catalogue: .octavo, folder: folder)
  }

  private func run(_ plan: Plan) -> Run {
    Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
  }

  /// A folder with a folder `model` in it.
  private func withModel(tied: Bool = true, _ body: (URL) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var configuration = GPT.Configuration(
      vocabularySize: 20, context: 16, layers: 1, heads: 2, width: 8)
    configuration.tiedHead = tied
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    try PretrainedModel(
      model, tokenizer: .characters(CharacterTokenizer(of: Self.text))
    ).write(to: folder.appending(path: "model"))
    try body(folder)
  }
}
