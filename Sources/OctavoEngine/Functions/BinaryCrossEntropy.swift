import OctavoBase

extension Variable {
  /// The binary cross-entropy of one positive and one negative column in each row, in nats: the mean
  /// over the rows of −log σ(logits[positive]) − log(1 − σ(logits[negative])):
  /// (…, V) → scalar (Kang and McAuley 2018, section 3.6).
  ///
  /// - Parameters:
  ///   - positives: for each row the column that was chosen.
  ///   - negatives: for each row another one, drawn at random.
  public func binaryCrossEntropy(positives: [Int32], negatives: [Int32]) -> Variable {
    let logits = value
    let columns = logits.columns
    precondition(positives.count == logits.rows && negatives.count == logits.rows)
    let count = Double(max(1, positives.count))
    var total = 0.0
    // The derivatives by the two logits of each row.
    var slopes: [(positive: Float, negative: Float)] = []
    for (row, (positive, negative)) in zip(positives, negatives).enumerated() {
      let chosen = Double(logits[row * columns + Int(positive)])
      let other = Double(logits[row * columns + Int(negative)])
      total += softplus(-chosen) + softplus(other)
      slopes.append((Float(-sigmoid(-chosen) / count), Float(sigmoid(other) / count)))
    }
    let (input, shape) = (node, logits.shape)
    return recorded(Tensor([Float(total / count)], shape: []), from: self) { dy, gradients in
      var dx = Tensor(zeros: shape)
      for (row, (positive, negative)) in zip(positives, negatives).enumerated() {
        dx[row * columns + Int(positive)] += dy.scalar * slopes[row].positive
        dx[row * columns + Int(negative)] += dy.scalar * slopes[row].negative
      }
      gradients.add(dx, to: input)
    }
  }
}
