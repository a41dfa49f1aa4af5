import Synchronization

/// A field of a group under the name that notebooks use.
typealias NamedField = (name: String, declaration: any FieldDeclaration)

extension OptionGroup {
  /// The declared options and inputs under the names that notebooks use, in declared order. A group
  /// that is stored as a plain property adds its own to its owner's.
  var fields: [NamedField] {
    Mirror(reflecting: self).children.flatMap { child -> [NamedField] in
      if let declaration = child.value as? any FieldDeclaration, let label = child.label {
        return [(label.hyphenated, declaration)]
      }
      return (child.value as? any OptionGroup)?.fields ?? []
    }
  }

  /// A new group with its fields. Reflection is slow and a notebook has thousands of steps of a few
  /// types, so it finds out only once for a type which of the fields that come into being with a
  /// group are the group's own; the others are those of default values.
  ///
  /// - Parameter make: makes the group; all groups of a type come into being with the same fields.
  static func withFields(of make: () -> Self) -> (group: Self, fields: [NamedField]) {
    let log = FieldLog()
    let group = FieldLog.$current.withValue(log, operation: make)
    if let layout = FieldLayout.known(of: Self.self), let fields = layout.fields(in: log) {
      return (group, fields)
    }
    let fields = group.fields
    FieldLayout.learn(fields, in: log, of: Self.self)
    return (group, fields)
  }
}

/// The fields that come into being while it is the current one, in order.
final class FieldLog: Sendable {
  @TaskLocal static var current: FieldLog?

  private let made = Mutex<[any FieldDeclaration]>([])

  var fields: [any FieldDeclaration] { made.withLock { $0 } }

  func note(_ field: any FieldDeclaration) { made.withLock { $0.append(field) } }
}

/// Where the fields of a group are among all that come into being with it.
private struct FieldLayout {
  private var entries: [(name: String, index: Int, type: ObjectIdentifier)]
  private var count: Int

  private static let layouts = Mutex<[ObjectIdentifier: FieldLayout]>([:])

  static func known(of group: any OptionGroup.Type) -> FieldLayout? {
    layouts.withLock { $0[ObjectIdentifier(group)] }
  }

  static func learn(_ fields: [NamedField], in log: FieldLog, of group: any OptionGroup.Type) {
    let made = log.fields
    var layout = FieldLayout(entries: [], count: made.count)
    for field in fields {
      let identity = field.declaration.identity
      guard let index = made.firstIndex(where: { $0.identity == identity }) else {
        preconditionFailure("\(group) was not made anew, so that its options are set for all")
      }
      layout.entries.append(
        (field.name, index, ObjectIdentifier(type(of: field.declaration))))
    }
    layouts.withLock { $0[ObjectIdentifier(group)] = layout }
  }

  /// `nil` where other fields have come into being than when the layout was learned, as a default
  /// that is made only once does at the first time.
  func fields(in log: FieldLog) -> [NamedField]? {
    let made = log.fields
    guard made.count == count else { return nil }
    var fields: [NamedField] = []
    fields.reserveCapacity(entries.count)
    for entry in entries {
      let field = made[entry.index]
      guard ObjectIdentifier(type(of: field)) == entry.type else { return nil }
      fields.append((entry.name, field))
    }
    return fields
  }
}
