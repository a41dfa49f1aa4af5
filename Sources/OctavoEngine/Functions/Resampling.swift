import CKernels

extension Variable {
  /// Every pixel repeated `factor` times in both directions, the nearest neighbour's upsampling:
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
            octavo_sum_pixels(height, width, channels, factor, 1, accumulate, $0, $1)
          }
        }
      }
    }
  }

  /// The mean of every `factor` × `factor` pixels: (B, H, W, C) → (B, H / factor, W / factor, C).
  ///
  /// - Precondition: `factor` divides H and W.
  public func averagePooled(by factor: Int = 2) -> Variable {
    let x = value
    precondition(x.shape[1].isMultiple(of: factor) && x.shape[2].isMultiple(of: factor))
    let (images, channels) = (x.shape[0], x.shape[3])
    let (height, width) = (x.shape[1] / factor, x.shape[2] / factor)
    let y = Tensor(uninitialized: [images, height, width, channels])
    let size = height * width * channels
    let share = 1 / Float(factor * factor)
    Parallel.forEach(images) { image in
      withPointers(x.from(image * size * factor * factor), y.mutableFrom(image * size)) {
        octavo_sum_pixels(height, width, channels, factor, share, false, $0, $1)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEach(images) { image in
        let target = dx.mutableFrom(image * size * factor * factor)
        withPointers(dy.from(image * size), target) { dy, dx in
          octavo_repeat_pixels(height, width, channels, factor, dy, dx)
          octavo_affine(size * factor * factor, share, 0, dx, dx)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
