import OctavoBase

/// A step of a diffusion process as sines and cosines of falling frequency (Ho et al. 2020), in the
/// order and spacing of latent diffusion: cosines, then sines, of t · period^(−i / half).
package func sinusoidalEmbedding(_ steps: [Double], width: Int, period: Double = 10_000) -> Tensor {
  let half = width / 2
  let values = steps.flatMap { step in
    let angles = (0..<half).map { step * Double.pow(period, -Double($0) / Double(half)) }
    let pair = angles.map { Float(Double.cos($0)) } + angles.map { Float(Double.sin($0)) }
    return pair + Array(repeating: 0, count: width - 2 * half)
  }
  return Tensor(values, shape: [steps.count, width])
}
