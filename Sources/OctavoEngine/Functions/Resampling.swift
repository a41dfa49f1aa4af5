import CKernels

extension Variable {
  /// Every pixel repeated `factor` times in both directions, the nearest neighbor's upsampling:
  /// (B, H, W, C) → (B, factor · H, factor · W, C).
  public func upsampled(by factor: Int = 2) -> Variable {
    let x = value
    let (images, height, width, channels) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let y = Tensor(uninitialized: [images, height * factor, width * factor, channels])
    let size = height * width * channels
    Parallel.forEach(images) { image in
      withPointers(x.from(image * size), y.mutableFrom(image * size * factor * factor)) {
        octavo_repeat_pixels(height, width, channels, factor, $0, $1)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      gradients.add(to: input) { dx, accumulate in
        Parallel.forEach(images) { image in
          withPointers(dy.from(image * size * factor * factor), dx.mutableFrom(image * size)) {
            octavo_sum_pixels(height, width, channels, factor, accumulate, $0, $1)
          }
        }
      }
    }
  }
}
