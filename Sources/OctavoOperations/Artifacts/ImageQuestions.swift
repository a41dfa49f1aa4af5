import Foundation
import OctavoBase
import OctavoEngine
import OctavoRunner

/// Images, each with a question about it and the answer, divided into a training and a validation
/// split.
package struct ImageQuestions: Artifact {
  /// A prompt about an image, with the correct response.
  package struct Question: Hashable, Codable, Sendable {
    /// `mark` stands where the image belongs; without it, the image comes first.
    package var prompt: String
    package var response: String
    /// The kind of question, such as `color`.
    package var kind: String

    /// Stands for the image in a prompt.
    package static let mark = "<image>"

    package init(prompt: String, response: String, kind: String) {
      self.prompt = prompt
      self.response = response
      self.kind = kind
    }

    /// The texts of the prompt before, between and after its images; at least two.
    package var parts: [String] {
      let parts = prompt.components(separatedBy: Self.mark)
      return parts.count > 1 ? parts : ["", prompt]
    }

    /// The prompt without the marks.
    package var text: String {
      prompt.replacingOccurrences(of: Self.mark, with: "").trimmingCharacters(in: .whitespaces)
    }

    /// The prompt without the marks and the response, as one line that ends in a line feed.
    package var line: String { "\(text)\(response)" + (response.hasSuffix("\n") ? "" : "\n") }

    /// The response without white space around it.
    package var answer: String { response.trimmingCharacters(in: .whitespacesAndNewlines) }
  }

  /// What is known about questions before they are made.
  package struct Outline: Sendable {
    var images: Images.Outline
    /// The kinds of questions; nil where they are not known.
    var kinds: [String]?
  }

  package static let kind = ArtifactKind(
    "image-questions", "questions about images with their answers, with a validation split")

  package let images: Images
  /// One for each training image, in order.
  package let training: [Question]
  /// One for each validation image, in order.
  package let validation: [Question]

  /// - Precondition: there is a question for every image.
  package init(images: Images, training: [Question], validation: [Question]) {
    precondition(images.training.count == training.count)
    precondition(images.validation.count == validation.count)
    self.images = images
    self.training = training
    self.validation = validation
  }

  /// The images of one split with their questions.
  func part(_ part: ImagePart) -> (images: ImageSet, questions: [Question]) {
    switch part {
    case .training: (images.training, training)
    case .validation: (images.validation, validation)
    case .all: (images.all, training + validation)
    }
  }

  /// Reports a kind of which there are no questions, as far as the kinds are known.
  static func check(
    _ kind: String?, at option: FieldReference, in outline: Outline?, _ problems: inout Problems
  ) {
    if let kind, let kinds = outline?.kinds, !kinds.contains(kind) {
      problems.report(at: option) { throw unknown(kind, among: kinds) }
    }
  }

  /// The error of asking questions of a kind that there is not.
  static func unknown(_ kind: String, among kinds: [String]) -> OperationError {
    OperationError(
      "there are no questions of the kind `\(kind)`",
      remedy: "the kinds are " + kinds.map { "`\($0)`" }.joined(separator: ", "))
  }

  private struct Manifest: Codable {
    var training, validation: [Question]
  }

  private static let manifestName = "questions.json"

  package func write(to sink: inout some ArtifactSink) throws {
    try images.write(to: &sink)
    try sink.file(
      Self.manifestName,
      try JSONEncoder.stable(isIndented: true).encode(
        Manifest(training: training, validation: validation)))
  }

  package init(contentsOf folder: URL) throws {
    let images = try Images(contentsOf: folder)
    let manifest = try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: folder.appending(path: Self.manifestName)))
    guard manifest.training.count == images.training.count,
      manifest.validation.count == images.validation.count
    else {
      throw OperationError(
        "`\(Self.manifestName)` does not have exactly one question for each image")
    }
    self.init(images: images, training: manifest.training, validation: manifest.validation)
  }
}
