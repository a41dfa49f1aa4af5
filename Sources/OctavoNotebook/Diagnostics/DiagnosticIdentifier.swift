/// The kind of a problem, under a name that does not change when its message does: what programs
/// that read `octavo check --json` tell problems apart by.
public enum DiagnosticIdentifier: String, Hashable, Sendable, CaseIterable, Codable {
  // Files.
  case unreadableFile = "unreadable-file"
  case unreadableReport = "unreadable-report"
  case emptyInput = "empty-input"
  case notUTF8 = "not-utf-8"
  case invalidCharacter = "invalid-character"
  case tooLarge = "too-large"
  case tooDeep = "too-deep"
  case tooManyProblems = "too-many-problems"
  case unusableFile = "unusable-file"
  case missingFile = "missing-file"

  // Front matter.
  case unclosedFrontMatter = "unclosed-front-matter"
  case misplacedFrontMatter = "misplaced-front-matter"
  case invalidFrontMatter = "invalid-front-matter"
  case unknownFrontMatterKey = "unknown-front-matter-key"
  case unshownFrontMatter = "unshown-front-matter"
  case unknownLanguage = "unknown-language"
  case lowContrast = "low-contrast"

  // Prose.
  case brokenLink = "broken-link"
  case refusedAddress = "refused-address"
  case unlinkedAddress = "unlinked-address"
  case remoteImage = "remote-image"
  case unusableImage = "unusable-image"
  case rawHTML = "raw-html"
  case unbalancedHTML = "unbalanced-html"
  case misplacedHTML = "misplaced-html"
  case unattachedLabel = "unattached-label"
  /// A command of a formula.
  case unknownCommand = "unknown-command"
  case ignoredCommand = "ignored-command"
  case invalidFormula = "invalid-formula"
  case cutTableRow = "cut-table-row"
  case unknownFootnote = "unknown-footnote"
  case unusedFootnote = "unused-footnote"
  case duplicateFootnote = "duplicate-footnote"
  case missingBibliography = "missing-bibliography"
  case invalidBibliography = "invalid-bibliography"
  case unusedBibliography = "unused-bibliography"
  case duplicateReference = "duplicate-reference"
  case incompleteReference = "incomplete-reference"
  case unknownReference = "unknown-reference"
  case misspelledValueMark = "misspelled-value-mark"
  case invalidFormat = "invalid-format"
  case formatMismatch = "format-mismatch"

  // Blocks.
  case unclosedBlock = "unclosed-block"
  case misspelledBlock = "misspelled-block"
  case blockNotRun = "block-not-run"
  case missingName = "missing-name"
  case invalidName = "invalid-name"
  case reservedName = "reserved-name"
  case duplicateName = "duplicate-name"
  case unusedConfig = "unused-config"
  case unusedParameter = "unused-parameter"

  // YAML.
  case invalidYAML = "invalid-yaml"
  case unsupportedYAML = "unsupported-yaml"
  case notAMapping = "not-a-mapping"
  case duplicateKey = "duplicate-key"
  case numberOutOfRange = "number-out-of-range"

  // Expressions.
  case missingExpression = "missing-expression"
  case unclosedExpression = "unclosed-expression"
  case invalidExpression = "invalid-expression"
  case unknownFunction = "unknown-function"
  case typeMismatch = "type-mismatch"
  case undefinedResult = "undefined-result"
  case notAValue = "not-a-value"

  // References.
  case unknownName = "unknown-name"
  case unknownStep = "unknown-step"
  case unknownLabel = "unknown-label"
  case unknownConfig = "unknown-config"
  case unknownParameter = "unknown-parameter"
  case unknownKey = "unknown-key"
  case unknownValue = "unknown-value"
  case unknownColumn = "unknown-column"
  case unknownOutput = "unknown-output"
  case forwardReference = "forward-reference"
  case selfReference = "self-reference"
  case wrongKind = "wrong-kind"

  // Points.
  case invalidAxis = "invalid-axis"
  case reservedAxis = "reserved-axis"
  case unknownAxis = "unknown-axis"
  case emptyChoice = "empty-choice"
  case disjointPoints = "disjoint-points"
  case severalPoints = "several-points"
  case missingPoints = "missing-points"
  case tooManyPoints = "too-many-points"
  case seedChosenByResult = "seed-chosen-by-result"
  case seedsMadeEqual = "seeds-made-equal"

  // Options.
  case missingOperation = "missing-operation"
  case unknownOperation = "unknown-operation"
  case unknownOption = "unknown-option"
  case missingOption = "missing-option"
  case unknownChoice = "unknown-choice"
  case wrongType = "wrong-type"
  case forbiddenValue = "forbidden-value"
  case unusedOption = "unused-option"
  /// What an operation finds wrong in its options together or in its inputs.
  case unsuitableOption = "unsuitable-option"
  /// What an operation finds doubtful there.
  case doubtfulOption = "doubtful-option"
  case notEnoughMemory = "not-enough-memory"
}
