import OctavoBase
import OctavoNotebook
import OctavoRunner

/// A server of the Language Server Protocol 3.17 for notebooks: it takes in messages and gives back
/// those that answer them. It writes nothing itself.
public final class LanguageServer {
  private enum State { case waiting, running, shutDown }

  /// How long typing has to pause before what is wrong is told.
  private static let diagnosticsDelay = Duration.milliseconds(150)

  private let catalogue: Catalogue
  private let version: String
  private var state = State.waiting
  private var encoding = PositionEncoding.utf16
  /// The methods whose answers the editor takes in Markdown.
  private var markdownMethods: Set<String> = []
  private var documents: [String: Document] = [:]
  /// Set by `exit`: 0 after `shutdown`, else 1.
  public private(set) var exitStatus: CInt?
  /// When the diagnostics of documents that have changed are to be told; `nil` where none have.
  public private(set) var nextDiagnosticsDue: ContinuousClock.Instant?

  public init(catalogue: Catalogue, version: String) {
    self.catalogue = catalogue
    self.version = version
  }

  // MARK: Messages

  /// Answers what has arrived together. A request that is cancelled by something behind it is not
  /// worked on.
  package func receive(_ items: [MessageReader.Item]) -> [JSON] {
    var messages: [Message] = []
    for item in items {
      switch item {
      case .unusableHeader:
        messages.append(
          .invalid(
            Message.error(.parseError, "the header has no usable Content-Length", id: .null)))
      case .content(let bytes):
        do throws(JSONError) { messages += Self.messages(in: try JSON(parsing: bytes)) } catch {
          messages.append(
            .invalid(Message.error(.parseError, "\(error)", id: .null)))
        }
      }
    }
    return receive(messages)
  }

  /// The same of messages that have been read.
  package func receive(_ contents: [JSON]) -> [JSON] { receive(contents.flatMap(Self.messages)) }

  /// One, or a batch.
  private static func messages(in content: JSON) -> [Message] {
    guard let elements = content.elements else { return [Message(content)] }
    return elements.isEmpty ? [Message(content)] : elements.map(Message.init)
  }

  private func receive(_ messages: [Message]) -> [JSON] {
    var answers: [JSON] = []
    for (index, message) in messages.enumerated() where exitStatus == nil {
      switch message {
      case .response: break
      case .invalid(let answer): answers.append(answer)
      case .notification(let method, let parameters): notice(method, parameters)
      case .request(let id, let method, let parameters):
        let isCancelled = messages[index...].contains { $0.cancels(id) }
        answers.append(
          isCancelled
            ? Message.error(.requestCancelled, "the request was cancelled", id: id)
            : answer(method, parameters, id: id))
      }
    }
    return answers
  }

  private func answer(_ method: String, _ parameters: JSON, id: JSON) -> JSON {
    do throws(RequestFailure) {
      return Message.result(try result(of: method, parameters), id: id)
    } catch {
      return Message.error(error.code, error.message, id: id)
    }
  }

  private func result(of method: String, _ parameters: JSON) throws(RequestFailure) -> JSON {
    switch (state, method) {
    case (.waiting, "initialize"): return initialize(parameters)
    case (.waiting, _):
      throw RequestFailure(code: .notInitialized, message: "the first request is `initialize`")
    case (.shutDown, _):
      throw RequestFailure(code: .invalidRequest, message: "the server is shut down")
    case (.running, "initialize"):
      throw RequestFailure(code: .invalidRequest, message: "the server is initialized already")
    case (.running, "shutdown"):
      state = .shutDown
      return .null
    case (.running, _):
      guard let feature = Self.features[method] else {
        throw RequestFailure(
          code: .methodNotFound, message: "there is no method `\(method)`")
      }
      guard let uri = parameters["textDocument"]?["uri"]?.string else {
        throw .invalid("the request names no document")
      }
      guard let document = documents[uri] else {
        throw .invalid("the document is not open: \(uri)")
      }
      let result = try feature(Request(document: document, parameters: parameters))
      return markdownMethods.contains(method) ? result : result.inPlainText
    }
  }

  private func notice(_ method: String, _ parameters: JSON) {
    if method == "exit" {
      exitStatus = state == .shutDown ? 0 : 1
      return
    }
    guard state == .running else { return }
    let given = parameters["textDocument"]
    guard let uri = given?["uri"]?.string else { return }
    switch method {
    case "textDocument/didOpen":
      documents[uri] = Document(
        uri: uri, version: given?["version"]?.integer, text: given?["text"]?.string ?? "",
        encoding: encoding, catalogue: catalogue)
      scheduleDiagnostics(immediately: true)
    case "textDocument/didChange":
      // A change that is none leaves the text as it is; nobody waits for an answer.
      try? documents[uri]?.change(
        parameters["contentChanges"]?.elements ?? [], version: given?["version"]?.integer)
      scheduleDiagnostics()
    case "textDocument/didSave":
      // Other notebooks may read the file that was saved.
      for document in documents.values { document.forgetReading() }
      scheduleDiagnostics()
    case "textDocument/didClose":
      guard documents.removeValue(forKey: uri) != nil else { return }
      closed.append(uri)
      scheduleDiagnostics(immediately: true)
    default: break
    }
  }

  // MARK: Diagnostics

  /// Documents whose diagnostics the editor still shows.
  private var closed: [String] = []

  private func scheduleDiagnostics(immediately: Bool = false) {
    nextDiagnosticsDue = .now + (immediately ? .zero : Self.diagnosticsDelay)
  }

  /// What is wrong with the documents that have changed, if it is time to tell.
  package func dueDiagnostics(at now: ContinuousClock.Instant) -> [JSON] {
    guard let due = nextDiagnosticsDue, due <= now else { return [] }
    nextDiagnosticsDue = nil
    let method = "textDocument/publishDiagnostics"
    var messages = closed.filter { documents[$0] == nil }.map {
      Message.notification(method, ["uri": .string($0), "diagnostics": []])
    }
    closed = []
    for document in documents.values.sorted(by: { $0.uri < $1.uri })
    where document.awaitsDiagnostics {
      document.awaitsDiagnostics = false
      messages.append(
        Message.notification(method, DiagnosticsFeature(document: document).parameters))
    }
    return messages
  }

  // MARK: Initialization

  private func initialize(_ parameters: JSON) -> JSON {
    state = .running
    let offered = parameters["capabilities"]?["general"]?["positionEncodings"]?.elements ?? []
    encoding = offered.contains("utf-8") ? .utf8 : .utf16
    let text = parameters["capabilities"]?["textDocument"]
    let formats = [
      "textDocument/hover": text?["hover"]?["contentFormat"],
      "textDocument/completion":
        text?["completion"]?["completionItem"]?["documentationFormat"],
    ]
    markdownMethods = Set(
      formats.filter { $0.value?.elements?.contains("markdown") == true }.keys)
    return [
      "capabilities": [
        "positionEncoding": .string(encoding.rawValue),
        "textDocumentSync": ["openClose": true, "change": 2, "save": ["includeText": false]],
        "completionProvider": ["triggerCharacters": [".", "@", "#", "{", "[", "=", " "]],
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": ["prepareProvider": true],
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "codeActionProvider": ["codeActionKinds": ["quickfix"]],
      ],
      "serverInfo": ["name": "octavo", "version": .string(version)],
    ]
  }
}

extension JSON {
  /// The same with strings in place of texts of Markdown, which every editor takes.
  fileprivate var inPlainText: JSON {
    switch self {
    case .array(let elements): .array(elements.map(\.inPlainText))
    case .object(let members):
      if self["kind"] == "markdown", let text = self["value"] {
        text
      } else {
        .object(members.map { Member(key: $0.key, value: $0.value.inPlainText) })
      }
    default: self
    }
  }
}

extension Message {
  fileprivate func cancels(_ id: JSON) -> Bool {
    if case .notification("$/cancelRequest", let parameters) = self {
      parameters["id"] == id
    } else {
      false
    }
  }
}
