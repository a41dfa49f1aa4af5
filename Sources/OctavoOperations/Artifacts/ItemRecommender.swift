import Foundation
import OctavoEngine
import OctavoRunner

/// A transformer over items, with their names.
package struct ItemRecommender: Artifact {
  package static let kind = ArtifactKind(
    "item-recommender", "a transformer that recommends items by the items before them")

  let model: SequentialRecommender
  /// In the order in which the model counts them.
  let items: [String]

  package init(_ model: SequentialRecommender, items: [String]) {
    self.model = model
    self.items = items
  }

  private static let itemsName = "items.json"

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
    try sink.file(Self.itemsName, items.json)
  }

  package init(contentsOf folder: URL) throws {
    model = try SequentialRecommender(folder: folder)
    items = try [String](contentsOf: folder.appending(path: Self.itemsName))
    guard items.count == model.configuration.items else {
      throw OperationError(
        "`\(Self.itemsName)` names \(items.count) items where the model has "
          + "\(model.configuration.items)")
    }
  }
}
