import OctavoBase
import OctavoNotebook

/// The operations that notebooks can name.
public struct Catalogue: Sendable {
  public let operations: [any Operation.Type]

  /// - Precondition: no two operations have one name.
  public init(_ operations: [any Operation.Type]) {
    precondition(
      Set(operations.map { $0.manual.name }).count == operations.count,
      "two operations have one name")
    self.operations = operations
  }

  public subscript(name: String) -> (any Operation.Type)? {
    operations.first { $0.manual.name == name }
  }

  public var names: [String] { operations.map { $0.manual.name } }

  /// Everything that a step may be, as JSON Schema (draft 2020-12).
  public var schema: JSON {
    .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("A step of an Octavo notebook"),
      "oneOf": .array(
        operations.map { operation in
          .object([
            "title": .string(operation.manual.name),
            "description": .string(operation.manual.summary),
            "properties": .object(["run": .object(["const": .string(operation.manual.name)])]),
            "allOf": .array([operation.stepSchema]),
          ])
        }),
    ])
  }
}
