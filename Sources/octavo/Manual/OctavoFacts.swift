/// What is true of all commands.
extension Octavo {
  static let exitStatuses: [(status: Int32, meaning: String)] = [
    (0, "done"), (1, "a step failed (the report is there)"),
    (2, "an expectation failed or results differ"), (64, "usage"), (65, "the notebook is wrong"),
    (69, "a cluster does not answer"), (74, "something could not be written"), (130, "interrupted"),
  ]

  static let environment: [(variable: String, effect: String)] = [
    (
      "OCTAVO_ISA",
      "Holds a run to one instruction set, `avx2` or `avx512`, for tests and measurements. The results "
        + "do not depend on it."
    ),
    ("NO_COLOR", "If not empty, turns colors off."),
    ("TERM", "With `dumb`, turns colors and the progress line off."),
  ]

  static let files: [(file: String, content: String)] = [
    ("outputs/", "The reports, a folder for each notebook."),
    (
      ".octavo/",
      "What runs keep for later runs. `octavo clean` removes it, and it can be computed again."
    ),
  ]
}
