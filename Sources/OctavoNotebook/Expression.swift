/// Placeholder shape, to be replaced.
public struct Expression: Hashable, Sendable {}
public struct ValueFormat: Hashable, Sendable {}
