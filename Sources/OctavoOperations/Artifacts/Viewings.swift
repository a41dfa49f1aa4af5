import Foundation
import OctavoEngine
import OctavoRunner

/// The films that people have watched, the people's tastes, and the films' names.
package struct Viewings: Artifact {
  package static let kind = ArtifactKind(
    "viewings", "the films that people have watched, with their tastes", isDelivered: false)

  /// What is known of viewings before they are made.
  package struct Outline: Sendable {
    var hasValidation: Bool
  }

  let world: FilmTastes
  /// Of every film, in the order of `FilmTastes.titles`.
  let names: [String]
  let training, validation: [FilmTastes.Viewer]

  private struct Content: Codable {
    var world: FilmTastes
    var names: [String]
    var training, validation: [FilmTastes.Viewer]
  }

  package init(
    world: FilmTastes, names: [String], training: [FilmTastes.Viewer],
    validation: [FilmTastes.Viewer]
  ) {
    self.world = world
    self.names = names
    self.training = training
    self.validation = validation
  }

  private static let name = "viewings.json"

  package func write(to sink: inout some ArtifactSink) throws {
    let content = Content(
      world: world, names: names, training: training, validation: validation)
    try sink.file(Self.name, content.json)
  }

  package init(contentsOf folder: URL) throws {
    let content = try Content(contentsOf: folder.appending(path: Self.name))
    self.init(
      world: content.world, names: content.names, training: content.training,
      validation: content.validation)
  }

  /// A history as text.
  func text(_ films: some Sequence<Int>) -> String {
    films.map { names[$0] }.joined(separator: ItemSeparator.standard)
  }
}
