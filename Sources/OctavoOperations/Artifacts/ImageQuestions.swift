import Foundation
import OctavoBase
import OctavoEngine
import OctavoRunner

/// Images with a question about each and its answer, with a validation split. The place of the image
/// in a prompt is marked.
package struct ImageQuestions: Artifact {
  /// A prompt about an image, with the response that is wanted.
  package struct Question: Hashable, Codable, Sendable {
    /// With marks where the image belongs; without any, the image comes first.
    package var prompt: String
    package var response: String
    /// What sort of question it is, such as `color`.
    package var kind: String

    /// Stands in a prompt for the image.
    package static let mark = "<image>"

    package init(prompt: String, response: String, kind: String) {
      self.prompt = prompt
      self.response = response
      self.kind = kind
    }

    /// The prompt as texts, between which the image belongs.
    package var parts: [String] {
      let parts = prompt.components(separatedBy: Self.mark)
      return parts.count > 1 ? parts : ["", prompt]
    }

    /// The question in words alone.
    package var text: String {
      prompt.replacingOccurrences(of: Self.mark, with: "").trimmingCharacters(in: .whitespaces)
    }

    /// The question with its response, without the image, as a line of a text.
    package var line: String { "\(text)\(response)" + (response.hasSuffix("\n") ? "" : "\n") }

    /// The response without white space around it.
    package var answer: String { response.trimmingCharacters(in: .whitespacesAndNewlines) }
  }

  /// What is known of questions before they are there.
  package struct Outline: Sendable {
    var images: Images.Outline
    /// The sorts of questions; nil where they are not known.
    var kinds: [String]?
  }

  package static let kind = ArtifactKind(
    "image-questions", "questions about images with their answers, with a validation split")

  package let images: Images
  /// One for each image.
  package let training: [Question]
  package let validation: [Question]

  /// - Precondition: there is a question for every image.
  package init(images: Images, training: [Question], validation: [Question]) {
    precondition(images.training.count == training.count)
    precondition(images.validation.count == validation.count)
    self.images = images
    self.training = training
    self.validation = validation
  }

  /// One split of them.
  func part(_ part: ImagePart) -> (images: ImageSet, questions: [Question]) {
    switch part {
    case .training: (images.training, training)
    case .validation: (images.validation, validation)
    case .all: (images.all, training + validation)
    }
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
      throw OperationError("`\(Self.manifestName)` has not one question for every image")
    }
    self.init(images: images, training: manifest.training, validation: manifest.validation)
  }
}
