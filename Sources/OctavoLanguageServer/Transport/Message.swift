import OctavoBase

/// A message of JSON-RPC as it comes from the editor.
enum Message {
  case request(id: JSON, method: String, parameters: JSON)
  case notification(method: String, parameters: JSON)
  /// An answer to something that the server asked; it asks for nothing.
  case response
  /// No message: the answer to it.
  case invalid(JSON)

  init(_ content: JSON) {
    guard content.members != nil else {
      self = .invalid(Self.error(.invalidRequest, "a message is an object", id: .null))
      return
    }
    let parameters = content["params"] ?? .object([JSON.Member]())
    guard let method = content["method"]?.string else {
      self =
        content["result"] != nil || content["error"] != nil
        ? .response
        : .invalid(
          Self.error(.invalidRequest, "the message has no method", id: content["id"] ?? .null))
      return
    }
    if let id = content["id"] {
      self = .request(id: id, method: method, parameters: parameters)
    } else {
      self = .notification(method: method, parameters: parameters)
    }
  }

  /// What went wrong, by the numbers that JSON-RPC and the language server protocol give it.
  enum ErrorCode: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParameters = -32602
    case notInitialized = -32002
    case requestFailed = -32803
    case requestCancelled = -32800
  }

  static func error(_ code: ErrorCode, _ message: String, id: JSON) -> JSON {
    [
      "jsonrpc": "2.0", "id": id,
      "error": ["code": .integer(code.rawValue), "message": .string(message)],
    ]
  }

  static func result(_ result: JSON, id: JSON) -> JSON {
    ["jsonrpc": "2.0", "id": id, "result": result]
  }

  static func notification(_ method: String, _ parameters: JSON) -> JSON {
    ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
  }
}

/// Why a request has no result.
struct RequestFailure: Error {
  var code: Message.ErrorCode
  var message: String

  /// Of what the request asks for, something is missing or is not what it should be.
  static func invalid(_ message: String) -> RequestFailure {
    RequestFailure(code: .invalidParameters, message: message)
  }

  static func failed(_ message: String) -> RequestFailure {
    RequestFailure(code: .requestFailed, message: message)
  }
}
