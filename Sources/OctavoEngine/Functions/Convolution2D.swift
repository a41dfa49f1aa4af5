import CKernels

extension Variable {
  /// A two-dimensional convolution, which is a cross-correlation as in every library, with zeros
  /// around the image: (B, H, W, in) → (B, H′, W′, out) with H′ = ⌊(H + 2 · padding − k) / stride⌋ +
  /// 1.
  ///
  /// - Parameters:
  ///   - weight: (k, k, in, out), k odd or even.
  ///   - bias: (out).
  /// - Precondition: padding is below k, and the padded image no smaller than the kernel.
  public func convolution(
    _ weight: Variable, bias: Variable? = nil, stride: Int = 1, padding: Int = 0
  ) -> Variable {
    let (x, w, b) = (value, weight.value, bias?.value)
    let convolution = Convolution2D(image: x.shape, kernel: w.shape, stride, padding)
    let y = convolution.forward(x, w, b)
    let (input, weightNode, biasNode) = (node, weight.node, bias?.node)
    return recorded(y, from: self, weight, bias) { dy, gradients in
      let dy = dy
      gradients.add(to: input) { dx, accumulate in
        convolution.backward(dy, w, into: dx, accumulate: accumulate)
      }
      guard weightNode != nil || biasNode != nil else { return }
      let partial = convolution.parameterGradients(x, dy)
      let weightCount = w.count
      func reduce(_ offset: Int, _ target: Tensor, _ accumulate: Bool) {
        withPointers(partial.from(offset), target.mutableFrom(0)) { parts, sums in
          if !accumulate { octavo_fill(target.count, 0, sums) }
          for chunk in 0..<partial.rows {
            octavo_add(target.count, sums, parts + chunk * partial.columns, sums)
          }
        }
      }
      gradients.add(to: weightNode) { reduce(0, $0, $1) }
      gradients.add(to: biasNode) { reduce(weightCount, $0, $1) }
    }
  }
}

private struct Convolution2D {
  let images, height, width, inputs: Int
  let kernel, outputs, stride, padding: Int
  let outHeight, outWidth: Int

  init(image: [Int], kernel shape: [Int], _ stride: Int, _ padding: Int) {
    precondition(
      image.count == 4 && shape.count == 4 && shape[0] == shape[1] && shape[2] == image[3],
      "a kernel of \(shape) does not suit images of \(image)")
    (images, height, width, inputs) = (image[0], image[1], image[2], image[3])
    (kernel, outputs) = (shape[0], shape[3])
    (self.stride, self.padding) = (stride, padding)
    precondition(padding < kernel && min(height, width) + 2 * padding >= kernel)
    outHeight = (height + 2 * padding - kernel) / stride + 1
    outWidth = (width + 2 * padding - kernel) / stride + 1
  }

  private var forwardLoop: octavo_convolution {
    octavo_convolution(
      height: height, width: width, channels: inputs, before: padding, dilation: 1,
      paddedWidth: width + 2 * padding, kernel: kernel, stride: stride, outWidth: outWidth,
      outChannels: outputs)
  }

  /// The gradient by the image is a convolution of the result's, spread by the stride, with the
  /// weights turned by half a turn.
  private var backwardLoop: octavo_convolution {
    octavo_convolution(
      height: outHeight, width: outWidth, channels: outputs, before: kernel - 1 - padding,
      dilation: stride, paddedWidth: width + kernel - 1, kernel: kernel, stride: 1,
      outWidth: width, outChannels: inputs)
  }

  func forward(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
    let y = Tensor(uninitialized: [images, outHeight, outWidth, outputs])
    let panels = packed(inputs, outputs) { row, panel in
      withPointers(weight.from(row * kernel * inputs * outputs), panel) {
        octavo_pack(false, kernel * inputs, outputs, $0, outputs, $1)
      }
    }
    convolve(forwardLoop, rows: outHeight, x, panels, bias, into: y, accumulate: false)
    return y
  }

  func backward(_ dy: Tensor, _ weight: Tensor, into dx: Tensor, accumulate: Bool) {
    let panels = packed(outputs, inputs) { row, panel in
      let turned = Tensor(uninitialized: [kernel * outputs, inputs])
      withPointers(weight.from(0), turned.mutableFrom(0), panel) { weight, turned, panel in
        for column in 0..<kernel {
          let place = (kernel - 1 - row) * kernel + kernel - 1 - column
          octavo_transpose(
            inputs, outputs, weight + place * inputs * outputs, outputs,
            turned + column * outputs * inputs, inputs)
        }
        octavo_pack(false, kernel * outputs, inputs, turned, inputs, panel)
      }
    }
    convolve(backwardLoop, rows: height, dy, panels, nil, into: dx, accumulate: accumulate)
  }

  /// The weights of each of the kernel's rows, packed.
  private func packed(
    _ channels: Int, _ outputs: Int,
    _ pack: (_ row: Int, _ panel: TensorView<UnsafeMutablePointer<Float>>) -> Void
  ) -> Tensor {
    let width = PackedMatrix.panelWidth
    let panels = Tensor(
      uninitialized: [kernel, (outputs + width - 1) / width * width * kernel * channels])
    Parallel.forEach(kernel) { pack($0, panels.mutableRow($0)) }
    return panels
  }

  /// Small images are taken together until they have so many pixels, which fill tiles and stay in a
  /// core's second cache.
  private static let pixelsTogether = 192

  /// Images enough for tiles of many pixels, and where there are few, parts of an image's rows.
  private func convolve(
    _ loop: octavo_convolution, rows: Int, _ x: Tensor, _ panels: Tensor, _ bias: Tensor?,
    into y: Tensor, accumulate: Bool
  ) {
    let together = max(1, min(images / 8, Self.pixelsTogether / (rows * loop.outWidth)))
    let groups = (images + together - 1) / together
    let parts = min(rows, (7 + groups) / groups)
    let size = (rows + parts - 1) / parts
    let imageCount = loop.height * loop.width * loop.channels
    let rowCount = loop.outWidth * loop.outChannels
    Parallel.forEach(groups * parts) { index in
      let (image, first) = (index / parts * together, index % parts * size)
      let (members, count) = (min(together, images - image), min(size, rows - first))
      guard count > 0 else { return }
      var loop = loop
      let paddedRows = (count - 1) * loop.stride + loop.kernel
      let paddedCount = paddedRows * loop.paddedWidth * loop.channels
      let padded = Tensor(uninitialized: [members * paddedCount])
      withPointers(
        x.from(image * imageCount), padded.mutableFrom(0), panels.from(0),
        nullable(bias?.from(0)), y.mutableFrom((image * rows + first) * rowCount)
      ) { image, padded, panels, bias, y in
        for member in 0..<members {
          octavo_pad_rows(
            &loop, first * loop.stride, paddedRows, image + member * imageCount,
            padded + member * paddedCount)
        }
        octavo_convolve(&loop, members, first, count, padded, panels, bias, accumulate, y)
      }
    }
  }

  /// The gradients by the weights and then the bias, a row for each of some chunks of the images,
  /// whose number depends on the shapes alone.
  func parameterGradients(_ x: Tensor, _ dy: Tensor) -> Tensor {
    let weightCount = kernel * kernel * inputs * outputs
    let size = (images + 7) / 8
    let chunks = (images + size - 1) / size
    let sums = Tensor(uninitialized: [chunks, weightCount + outputs])
    let (imageCount, gradientCount) = (height * width * inputs, outHeight * outWidth * outputs)
    let together = max(1, min(size, Self.pixelsTogether / (outHeight * outWidth)))
    Parallel.forEach(chunks) { chunk in
      var loop = forwardLoop
      let paddedRows = height + 2 * padding
      let paddedCount = paddedRows * loop.paddedWidth * inputs
      let padded = Tensor(uninitialized: [together * paddedCount + PackedMatrix.panelWidth])
      let transposed = Tensor(uninitialized: [kernel * inputs, outputs])
      withPointers(
        x.from(0), dy.from(0), padded.mutableFrom(0), transposed.mutableFrom(0),
        sums.mutableRow(chunk)
      ) { x, dy, padded, transposed, sums in
        octavo_fill(weightCount + outputs, 0, sums)
        let end = min(images, (chunk + 1) * size)
        for first in Swift.stride(from: chunk * size, to: end, by: together) {
          let members = min(together, end - first)
          for member in 0..<members {
            octavo_pad_rows(
              &loop, 0, paddedRows, x + (first + member) * imageCount,
              padded + member * paddedCount)
          }
          let gradient = dy + first * gradientCount
          octavo_convolution_weights_backward(
            &loop, members, outHeight, padded, gradient, transposed, sums)
          octavo_add_columns(
            members * outHeight * outWidth, outputs, gradient, sums + weightCount)
        }
      }
    }
    return sums
  }
}
