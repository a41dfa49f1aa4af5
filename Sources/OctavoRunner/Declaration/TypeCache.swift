import Synchronization

/// What reflection finds out about types, once for each: reflection is slow, and a notebook has
/// thousands of steps of a few types.
final class TypeCache<Finding: Sendable>: Sendable {
  private let known = Mutex<[ObjectIdentifier: Finding]>([:])

  func finding(of type: Any.Type, _ find: () -> Finding) -> Finding {
    let key = ObjectIdentifier(type)
    if let finding = known.withLock({ $0[key] }) { return finding }
    let finding = find()
    known.withLock { $0[key] = finding }
    return finding
  }
}
