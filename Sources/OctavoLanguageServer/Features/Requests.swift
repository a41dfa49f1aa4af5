import OctavoBase
import OctavoNotebook

/// What a request asks of a document.
struct Request {
  var document: Document
  var parameters: JSON

  /// Within the text, whatever the request says.
  var position: SourcePosition {
    get throws(RequestFailure) {
      guard let position = document.positions.position(parameters["position"]) else {
        throw .invalid("the request has no position")
      }
      return position
    }
  }

  var range: SourceRange {
    get throws(RequestFailure) {
      guard let range = document.positions.range(parameters["range"]) else {
        throw .invalid("the request has no range")
      }
      return range
    }
  }
}

extension LanguageServer {
  typealias Feature = @Sendable (Request) throws(RequestFailure) -> JSON

  /// What answers a request about a document, by its method.
  static let features: [String: Feature] = [
    "textDocument/completion": { request throws(RequestFailure) in
      Completion(request.document, at: try request.position).list
    },
    "textDocument/hover": { request throws(RequestFailure) in
      Hover(document: request.document, position: try request.position).json
    },
    "textDocument/definition": { request throws(RequestFailure) in
      Navigation(document: request.document, position: try request.position).definition
    },
    "textDocument/references": { request throws(RequestFailure) in
      let withDefinition = request.parameters["context"]?["includeDeclaration"]?.boolean ?? false
      return Navigation(document: request.document, position: try request.position)
        .references(withDefinition: withDefinition)
    },
    "textDocument/documentHighlight": { request throws(RequestFailure) in
      Navigation(document: request.document, position: try request.position).highlights
    },
    "textDocument/prepareRename": { request throws(RequestFailure) in
      Rename(document: request.document, position: try request.position).preparation
    },
    "textDocument/rename": { request throws(RequestFailure) in
      guard let name = request.parameters["newName"]?.string else {
        throw .invalid("the request has no new name")
      }
      return try Rename(document: request.document, position: try request.position).edit(to: name)
    },
    "textDocument/documentSymbol": { request throws(RequestFailure) in
      DocumentOutline(document: request.document).symbols
    },
    "textDocument/foldingRange": { request throws(RequestFailure) in
      DocumentOutline(document: request.document).foldingRanges
    },
    "textDocument/formatting": { request throws(RequestFailure) in
      Formatting(document: request.document).edits()
    },
    "textDocument/rangeFormatting": { request throws(RequestFailure) in
      let range = try request.range
      return Formatting(document: request.document).edits(in: range.start.line...range.end.line)
    },
    "textDocument/codeAction": { request throws(RequestFailure) in
      CodeActions(document: request.document).actions(in: try request.range)
    },
  ]
}
