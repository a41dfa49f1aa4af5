import CKernels

/// What the kernels are compiled for. All of them give the same bits.
public enum InstructionSet: String, CaseIterable, Sendable {
  case avx2, avx512, neon

  /// The one in use: the widest that the processor has, or the one that the environment variable
  /// `OCTAVO_ISA` names. Nil where the processor has none, or not the named one.
  public static var current: InstructionSet? {
    octavo_instruction_set().flatMap { InstructionSet(rawValue: String(cString: $0)) }
  }

  public var isAvailable: Bool { octavo_has_instruction_set(rawValue) }

  /// Holds all kernels to it, for tests and measurements.
  public func use() {
    let isDone = octavo_use_instruction_set(rawValue)
    precondition(isDone, "this processor has no \(rawValue)")
  }
}
