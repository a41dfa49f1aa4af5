import Foundation
import OctavoEngine
import OctavoRunner

/// A model of texts that is kept in Octavo's own format, with the tokenizer whose tokens it knows.
protocol ModelWithTokenizer: Artifact {
  associatedtype Model: DescribedModel

  var model: Model { get }
  var tokenizer: Tokenizer { get }

  init(_ model: Model, _ tokenizer: Tokenizer)
}

extension ModelWithTokenizer {
  package func write(to sink: inout some ArtifactSink) throws {
    try sink.files(of: model)
    try TextTokenizer(tokenizer).write(to: &sink)
  }

  package init(contentsOf folder: URL) throws {
    self.init(try Model(folder: folder), try TextTokenizer(contentsOf: folder).tokenizer)
  }
}
