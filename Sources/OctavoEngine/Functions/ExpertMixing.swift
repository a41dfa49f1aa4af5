import CKernels

/// Which experts each token goes to.
package struct ExpertChoice {
  /// k for each token, the most probable first: (N · k).
  package let experts: [Int32]
  /// By expert, the tokens that go to it, in ascending order.
  package let tokens: [[Int32]]
  /// The place of each choice among the expert's tokens, -1 where it is dropped: (N · k).
  package let places: [Int32]
  /// By expert, in the order of its tokens, its rank among the token's choices, from 0.
  package let slots: [[Int]]
  /// k.
  package let active: Int

  /// - Parameters:
  ///   - probabilities: of the router, (N, E).
  ///   - capacity: the most tokens that an expert takes; further choices are dropped. Unlimited if
  ///     nil. All first choices come before all second ones, and among these the earlier tokens
  ///     (GShard, Lepikhin et al. 2021, algorithm 1; Fedus et al. 2022, section 2.2).
  package init(_ probabilities: Tensor, active: Int, capacity: Int? = nil) {
    let count = probabilities.columns
    var experts: [Int32] = []
    experts.reserveCapacity(probabilities.rows * active)
    for row in 0..<probabilities.rows {
      experts += withPointers(probabilities.row(row)) {
        Self.highest(active, of: UnsafeBufferPointer(start: $0, count: count)).map(Int32.init)
      }
    }
    let isKept = Self.kept(experts, of: count, active: active, capacity: capacity)
    var places = Array(repeating: Int32(-1), count: experts.count)
    var tokens = Array(repeating: [Int32](), count: count)
    var slots = Array(repeating: [Int](), count: count)
    for (index, expert) in experts.enumerated() where isKept?[index] ?? true {
      let expert = Int(expert)
      places[index] = Int32(tokens[expert].count)
      tokens[expert].append(Int32(index / active))
      slots[expert].append(index % active)
    }
    self.active = active
    (self.experts, self.places, self.tokens, self.slots) = (experts, places, tokens, slots)
  }

  /// The most tokens that an expert takes: `factor` times an even share, rounded down (ST-MoE, Zoph
  /// et al. 2022, table 1), but at least one and at most all.
  package static func capacity(_ factor: Double, tokens: Int, experts: Int) -> Int {
    let room = factor * Double(tokens) / Double(experts)
    return max(1, Int(min(room, Double(tokens))))
  }

  /// The indices of the highest scores, in descending order.
  private static func highest(_ active: Int, of scores: UnsafeBufferPointer<Float>) -> [Int] {
    var chosen: [Int] = []
    for _ in 0..<active {
      // Of equals the first; where nothing is a number, still some expert.
      var best: Int?
      for expert in scores.indices where !chosen.contains(expert) {
        if let other = best, !(scores[expert] > scores[other]) { continue }
        best = expert
      }
      chosen.append(best ?? 0)
    }
    return chosen
  }

  /// By choice, whether its expert has room for it; nil if the capacity is unlimited.
  private static func kept(
    _ experts: [Int32], of count: Int, active: Int, capacity: Int?
  ) -> [Bool]? {
    guard let capacity else { return nil }
    var isKept = Array(repeating: false, count: experts.count)
    var taken = Array(repeating: 0, count: count)
    for slot in 0..<active {
      for index in stride(from: slot, to: experts.count, by: active) {
        let expert = Int(experts[index])
        isKept[index] = taken[expert] < capacity
        taken[expert] += 1
      }
    }
    return isKept
  }

  /// Each expert's share of all choices, dropped ones included.
  package var shares: [Double] {
    var counts = Array(repeating: 0, count: tokens.count)
    for expert in experts { counts[Int(expert)] += 1 }
    return counts.map { Double($0) / Double(max(1, experts.count)) }
  }

  /// The number of choices that are dropped.
  package var droppedCount: Int { places.count { $0 < 0 } }
}

/// Calls `body` with a function from the index of a choice, among N · k, to the chosen expert's output
/// for the token; nil where the choice is dropped.
private func withExpertRows(
  _ outputs: [Variable?], _ choice: ExpertChoice, columns: Int,
  body: (_ row: (_ index: Int) -> UnsafePointer<Float>?) -> Void
) {
  withPointers(outputs.map { $0?.value.from(0) }) { starts in
    body { index in
      let place = Int(choice.places[index])
      return place < 0 ? nil : starts[Int(choice.experts[index])]! + place * columns
    }
  }
}

extension Variable {
  /// The weight of each expert that a token has chosen: (N, E) → (N, k). With several experts their
  /// probabilities are scaled to sum to 1 (Shazeer et al. 2017; Mixtral, Jiang et al. 2024); one alone
  /// counts by its own probability, or the router would learn nothing (Switch, Fedus et al. 2022).
  /// Dropping a choice does not change the weights of the others.
  package func gates(_ choice: ExpertChoice) -> Variable {
    let probabilities = value
    let (active, experts) = (choice.active, probabilities.columns)
    func chosen(_ row: Int, _ slot: Int) -> Int { Int(choice.experts[row * active + slot]) }
    func scale(_ row: Int) -> Float {
      guard active > 1 else { return 1 }
      return 1 / (0..<active).reduce(0) { $0 + probabilities[row * experts + chosen(row, $1)] }
    }
    let y = Tensor(uninitialized: [probabilities.rows, active])
    withPointers(probabilities.from(0), y.mutableFrom(0)) { probabilities, gates in
      for row in 0..<y.rows {
        let scale = scale(row)
        for slot in 0..<active {
          gates[row * active + slot] = scale * probabilities[row * experts + chosen(row, slot)]
        }
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(zeros: probabilities.shape)
      withPointers(y.from(0), dy.from(0), dx.mutableFrom(0)) { gates, dy, dx in
        for row in 0..<y.rows {
          // d gate_i / d p_j = (δ_ij − gate_i) / Σ p over the chosen; with one expert it is 1.
          let scale = scale(row)
          let (gates, dy) = (gates + row * active, dy + row * active)
          let mean = active > 1 ? (0..<active).reduce(0) { $0 + dy[$1] * gates[$1] } : 0
          for slot in 0..<active {
            dx[row * experts + chosen(row, slot)] = scale * (dy[slot] - mean)
          }
        }
      }
      gradients.add(dx, to: input)
    }
  }

  /// Combines the experts' outputs: each token's row is the sum of its experts' rows, weighted by
  /// these gates (N, k), and 0 where all its choices are dropped. → (N, C)
  ///
  /// - Parameter outputs: by expert, (its tokens, C); not read for an expert without tokens.
  package func mixed(_ outputs: [Variable?], _ choice: ExpertChoice, columns: Int) -> Variable {
    let gates = value
    let active = choice.active
    let y = Tensor(uninitialized: [gates.rows, columns])
    withExpertRows(outputs, choice, columns: columns) { rows in
      withPointers(gates.from(0), y.mutableFrom(0)) { gate, y in
        Parallel.forEachBlock(of: gates.rows, minimum: 64) { tokens in
          for token in tokens {
            let (sum, first) = (y + token * columns, token * active)
            var isWritten = false
            for index in first..<first + active {
              guard let row = rows(index) else { continue }
              if isWritten {
                octavo_add_scaled(columns, gate[index], row, sum)
              } else {
                octavo_affine(columns, gate[index], 0, row, sum)
              }
              isWritten = true
            }
            if !isWritten { sum.update(repeating: 0, count: columns) }
          }
        }
      }
    }
    let gatesNode = node
    return recorded(y, from: [self] + outputs) { dy, gradients in
      let dy = dy
      gradients.add(to: gatesNode) { dGates, accumulate in
        withExpertRows(outputs, choice, columns: columns) { rows in
          withPointers(dy.from(0), dGates.mutableFrom(0)) { dy, dGates in
            Parallel.forEachBlock(of: gates.rows, minimum: 64) { tokens in
              for index in tokens.lowerBound * active..<tokens.upperBound * active {
                let product =
                  rows(index).map { Float(octavo_dot(columns, dy + index / active * columns, $0)) }
                  ?? 0
                dGates[index] = accumulate ? dGates[index] + product : product
              }
            }
          }
        }
      }
      for (expert, output) in outputs.enumerated() {
        guard let output, output.node != nil else { continue }
        let tokens = choice.tokens[expert]
        let dOutput = Tensor(uninitialized: [tokens.count, columns])
        Parallel.forEachBlock(of: tokens.count, minimum: 64) { places in
          withPointers(gates.from(0), dy.from(0), dOutput.mutableFrom(0)) { gates, dy, dOutput in
            for place in places {
              let token = Int(tokens[place])
              let gate = gates[token * active + choice.slots[expert][place]]
              octavo_affine(columns, gate, 0, dy + token * columns, dOutput + place * columns)
            }
          }
        }
        gradients.add(dOutput, to: output.node)
      }
    }
  }

  /// E Σ f_e P_e, where f_e is an expert's share of the choices and P_e the mean of its probability
  /// (N, E): 1 where all experts are chosen equally, up to E where one takes all (Fedus et al. 2022,
  /// equation 4). The gradient goes through P.
  package func balanceLoss(_ choice: ExpertChoice) -> Variable {
    let probabilities = value
    let (rows, experts) = (probabilities.rows, probabilities.columns)
    let weights = choice.shares.map { Float(Double(experts) * $0 / Double(rows)) }
    var total = 0.0
    probabilities.withUnsafeBuffer { probabilities in
      for (index, probability) in probabilities.enumerated() {
        total += Double(weights[index % experts]) * Double(probability)
      }
    }
    let input = node
    return recorded(Tensor([Float(total)], shape: []), from: self) { dy, gradients in
      let row = weights.map { dy.scalar * $0 }
      let dx = Tensor((0..<rows).flatMap { _ in row }, shape: probabilities.shape)
      gradients.add(dx, to: input)
    }
  }
}
