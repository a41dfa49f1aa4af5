import CKernels

/// Which experts each token goes to.
package struct ExpertChoice {
  /// k of them a token, the likeliest first: (N · k).
  package let experts: [Int32]
  /// By expert, the tokens that go to it, in ascending order.
  package let tokens: [[Int32]]
  /// Of each of these the place among the expert's tokens: (N · k).
  package let places: [Int32]
  /// By expert, in the order of its tokens, which of a token's choices it is.
  package let slots: [[Int]]
  /// k.
  package let active: Int

  /// - Parameter probabilities: of the router, (N, E).
  package init(_ probabilities: Tensor, active: Int) {
    let count = probabilities.columns
    var experts: [Int32] = []
    var places: [Int32] = []
    var tokens = Array(repeating: [Int32](), count: count)
    var slots = Array(repeating: [Int](), count: count)
    experts.reserveCapacity(probabilities.rows * active)
    places.reserveCapacity(probabilities.rows * active)
    for row in 0..<probabilities.rows {
      let scores = probabilities.row(row)
      var chosen: [Int] = []
      for _ in 0..<active {
        // Of equals the first; where nothing is a number, still some expert.
        var best: Int?
        for expert in 0..<count where !chosen.contains(expert) {
          if let other = best, !(scores[expert] > scores[other]) { continue }
          best = expert
        }
        chosen.append(best ?? 0)
      }
      for (slot, expert) in chosen.enumerated() {
        experts.append(Int32(expert))
        places.append(Int32(tokens[expert].count))
        tokens[expert].append(Int32(row))
        slots[expert].append(slot)
      }
    }
    self.active = active
    (self.experts, self.places, self.tokens, self.slots) = (experts, places, tokens, slots)
  }

  /// What share of all choices fell on each expert.
  package var shares: [Double] {
    tokens.map { Double($0.count) / Double(max(1, experts.count)) }
  }
}

/// The rows that experts made, by token and choice.
private struct ExpertRows: @unchecked Sendable {
  /// Holds the memory that the pointers lead to.
  private let outputs: [Variable?]
  private let pointers: [UnsafePointer<Float>]

  init(_ outputs: [Variable?], _ choice: ExpertChoice, columns: Int) {
    let starts = outputs.map { $0?.value.from(0) }
    pointers = zip(choice.experts, choice.places).map { expert, place in
      starts[Int(expert)]! + Int(place) * columns
    }
    self.outputs = outputs
  }

  subscript(index: Int) -> UnsafePointer<Float> { pointers[index] }
}

extension Variable {
  /// How much of each chosen expert a token takes: (N, E) → (N, k). With several experts their
  /// probabilities are scaled to sum to 1 (Shazeer et al. 2017; Mixtral, Jiang et al. 2024); one alone
  /// counts by its own probability, or the router would learn nothing (Switch, Fedus et al. 2022).
  package func gates(_ choice: ExpertChoice) -> Variable {
    let probabilities = value
    let active = choice.active
    func chosen(_ row: Int, _ slot: Int) -> Int { Int(choice.experts[row * active + slot]) }
    func scale(_ row: Int) -> Float {
      guard active > 1 else { return 1 }
      return 1 / (0..<active).reduce(0) { $0 + probabilities.row(row)[chosen(row, $1)] }
    }
    let y = Tensor(uninitialized: [probabilities.rows, active])
    for row in 0..<y.rows {
      let scale = scale(row)
      for slot in 0..<active {
        y.mutableRow(row)[slot] = scale * probabilities.row(row)[chosen(row, slot)]
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(zeros: probabilities.shape)
      for row in 0..<y.rows {
        // d gate_i / d p_j = (δ_ij − gate_i) / Σ p over the chosen; with one expert it is 1.
        let scale = scale(row)
        let mean =
          active > 1 ? (0..<active).reduce(0) { $0 + dy.row(row)[$1] * y.row(row)[$1] } : 0
        for slot in 0..<active {
          dx.mutableRow(row)[chosen(row, slot)] = scale * (dy.row(row)[slot] - mean)
        }
      }
      gradients.add(dx, to: input)
    }
  }

  /// What the experts made of their tokens, brought together: each token's row is the sum of its
  /// experts' rows, weighted by these gates (N, k). → (N, C)
  ///
  /// - Parameter outputs: by expert, (its tokens, C); of an expert without tokens nothing is read.
  package func mixed(_ outputs: [Variable?], _ choice: ExpertChoice, columns: Int) -> Variable {
    let gates = value
    let active = choice.active
    let y = Tensor(uninitialized: [gates.rows, columns])
    let rows = ExpertRows(outputs, choice, columns: columns)
    Parallel.forEachBlock(of: gates.rows, minimum: 64) { tokens in
      for token in tokens {
        let sum = y.mutableRow(token)
        octavo_affine(columns, gates.row(token)[0], 0, rows[token * active], sum)
        for slot in 1..<active {
          octavo_add_scaled(columns, gates.row(token)[slot], rows[token * active + slot], sum)
        }
      }
    }
    let gatesNode = node
    return recorded(y, from: [self] + outputs) { dy, gradients in
      let dy = dy
      gradients.add(to: gatesNode) { dGates, accumulate in
        Parallel.forEachBlock(of: dGates.rows, minimum: 64) { tokens in
          for token in tokens {
            for slot in 0..<active {
              let product = Float(octavo_dot(columns, dy.row(token), rows[token * active + slot]))
              let target = dGates.mutableRow(token) + slot
              target.pointee = accumulate ? target.pointee + product : product
            }
          }
        }
      }
      for (expert, output) in outputs.enumerated() {
        guard let output, output.node != nil else { continue }
        let tokens = choice.tokens[expert]
        let dOutput = Tensor(uninitialized: [tokens.count, columns])
        Parallel.forEachBlock(of: tokens.count, minimum: 64) { places in
          for place in places {
            let token = Int(tokens[place])
            let gate = gates.row(token)[choice.slots[expert][place]]
            octavo_affine(columns, gate, 0, dy.row(token), dOutput.mutableRow(place))
          }
        }
        gradients.add(dOutput, to: output.node)
      }
    }
  }

  /// E Σ f_e P_e, where f_e is an expert's share of the choices and P_e the mean of its probability
  /// (N, E): 1 where all experts are chosen alike, up to E where one takes all (Fedus et al. 2022,
  /// equation 4). The gradient goes through P.
  package func balanceLoss(_ choice: ExpertChoice) -> Variable {
    let probabilities = value
    let (rows, experts) = (probabilities.rows, probabilities.columns)
    let weights = choice.shares.map { Float(Double(experts) * $0 / Double(rows)) }
    var total = 0.0
    for row in 0..<rows {
      for expert in 0..<experts {
        total += Double(weights[expert]) * Double(probabilities.row(row)[expert])
      }
    }
    let input = node
    return recorded(Tensor([Float(total)], shape: []), from: self) { dy, gradients in
      let dx = Tensor(uninitialized: probabilities.shape)
      for row in 0..<rows {
        for expert in 0..<experts { dx.mutableRow(row)[expert] = dy.scalar * weights[expert] }
      }
      gradients.add(dx, to: input)
    }
  }
}
