import Foundation
import OctavoBase

/// The learning rate as a function of the iteration, as nanoGPT has it: a linear warm-up to the
/// peak, then a decline to the floor that ends with the last iteration.
public struct LearningRateSchedule: Codable, Hashable, Sendable {
  public enum Shape: String, Codable, Hashable, Sendable, CaseIterable {
    case constant, linear, cosine
  }

  public var shape: Shape
  public var peak: Double
  public var floor: Double
  /// Iterations of warm-up; the first has 1 / (warmUp + 1) of the peak.
  public var warmUp: Int
  public var iterations: Int

  public init(shape: Shape, peak: Double, floor: Double = 0, warmUp: Int = 0, iterations: Int) {
    self.shape = shape
    self.peak = peak
    self.floor = floor
    self.warmUp = warmUp
    self.iterations = iterations
  }

  /// The rate of an iteration, counted from 0.
  public func rate(at iteration: Int) -> Double {
    if iteration < warmUp { return peak * Double(iteration + 1) / Double(warmUp + 1) }
    if shape == .constant { return peak }
    if iteration >= iterations { return floor }
    let progress = Double(iteration - warmUp) / Double(iterations - warmUp)
    let remaining = shape == .linear ? 1 - progress : (1 + Double.cos(.pi * progress)) / 2
    return floor + remaining * (peak - floor)
  }
}
