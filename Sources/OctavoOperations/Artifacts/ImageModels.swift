import Foundation
import OctavoBase
import OctavoEngine
import OctavoRunner

/// A trained autoencoder of images.
package struct ImageAutoencoder: Artifact {
  /// What is known of one before it is trained.
  package struct Outline: Sendable {
    var configuration: Autoencoder.Configuration
  }

  package static let kind = ArtifactKind(
    "autoencoder", "a model that makes images small and large again")

  var model: Autoencoder

  package init(_ model: Autoencoder) {
    self.model = model
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
  }

  package init(contentsOf folder: URL) throws {
    self.init(try Autoencoder(folder: folder))
  }
}

/// A trained diffusion model, with the autoencoder whose latents it makes, if it makes latents.
package struct ImageDiffusion: Artifact {
  /// What is known of one before it is trained.
  package struct Outline: Sendable {
    var configuration: DiffusionModel.Configuration
    /// The most words of a caption; nil for a model without captions.
    var captionLength: Int?
    /// Every word that the model may know; nil where they are not known.
    var words: Set<String>?
    /// Of the images that come out.
    var height, width, channels: Int
  }

  package static let kind = ArtifactKind(
    "diffusion-model", "a model that makes images out of noise")

  var model: DiffusionModel
  var autoencoder: Autoencoder?

  package init(_ model: DiffusionModel, _ autoencoder: Autoencoder?) {
    self.model = model
    self.autoencoder = autoencoder
  }

  private struct Configuration: Codable {
    var model: DiffusionModel.Description
    var autoencoder: Autoencoder.Description?
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file(
      "config.json",
      Configuration(model: model.description, autoencoder: autoencoder?.description).json)
    try sink.file("model.safetensors") { try model.write($0) }
    if let autoencoder {
      try sink.file("autoencoder.safetensors") { try autoencoder.write($0) }
    }
  }

  package init(contentsOf folder: URL) throws {
    let configuration = try Configuration(contentsOf: folder.appending(path: "config.json"))
    func file(_ name: String) throws -> SafetensorsFile {
      try SafetensorsFile(folder.appending(path: name).path)
    }
    self.init(
      try DiffusionModel(configuration.model, file("model.safetensors")),
      try configuration.autoencoder.map {
        try Autoencoder($0, file("autoencoder.safetensors"))
      })
  }

  /// What the model denoises as images.
  func images(_ denoised: Tensor, captions: [String]) -> ImageSet {
    ImageSet(autoencoder?.decoded(denoised) ?? denoised, captions: captions)
  }

  /// Images as what the model denoises.
  func denoisable(_ images: ImageSet) -> Tensor {
    autoencoder?.encoded(images.tensor) ?? images.tensor
  }
}
