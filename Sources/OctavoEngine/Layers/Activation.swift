import CKernels

/// A function applied to every number of a linear layer's result.
public enum Activation: String, Codable, Hashable, Sendable, CaseIterable {
  /// x Φ(x) (Hendrycks & Gimpel 2016).
  case gelu
  /// GPT-2's approximation of it by a hyperbolic tangent.
  case geluTanh
  /// x σ(x).
  case silu

  /// In place; `derivative`, where given, receives the derivatives.
  func apply(_ count: Int, _ x: UnsafeMutablePointer<Float>, _ derivative: UnsafeMutablePointer<Float>?)
  {
    switch self {
    case .gelu: octavo_gelu(count, x, x, derivative)
    case .geluTanh: octavo_gelu_tanh(count, x, x, derivative)
    case .silu: octavo_silu(count, x, x, derivative)
    }
  }
}
