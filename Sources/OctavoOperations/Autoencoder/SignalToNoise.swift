import OctavoBase

/// 10 log₁₀ (range² / error) for numbers between −1 and 1, in decibels.
func peakSignalToNoise(_ squaredError: Double) -> Double {
  10 * Double.log10(4 / max(squaredError, 1e-12))
}
