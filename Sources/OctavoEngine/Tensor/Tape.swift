import CKernels

/// The record of a computation, from which gradients are computed in reverse.
///
/// Every operation on a variable appends itself; `gradients(of:by:)` then walks the record
/// backwards once and uses it up. Variables without a tape are constants: nothing is recorded for
/// them and nothing is kept alive, which is how a model is run without being trained.
public final class Tape {
  /// Hands the gradient of an operation's result on to its inputs.
  typealias Backward = (_ gradient: consuming Tensor, _ gradients: inout Gradients) -> Void

  private var operations: [Backward?] = []
  /// What attention keeps for the backward pass.
  let attention: AttentionMemory
  /// Takes in what linear layers read and pass back; nil where nobody asks.
  let linearLayers: LinearRecord?

  public convenience init(attention: AttentionMemory = .recomputed) {
    self.init(attention: attention, linearLayers: nil)
  }

  init(attention: AttentionMemory = .recomputed, linearLayers: LinearRecord?) {
    self.attention = attention
    self.linearLayers = linearLayers
  }

  /// A variable to differentiate by.
  public func variable(_ value: Tensor) -> Variable {
    append(value, nil)
  }

  /// The result of an operation.
  func record(_ value: Tensor, _ backward: @escaping Backward) -> Variable {
    append(value, backward)
  }

  private func append(_ value: Tensor, _ backward: Backward?) -> Variable {
    operations.append(backward)
    return Variable(
      value: value, node: Node(tape: self, index: operations.count - 1, shape: value.shape))
  }

  /// The gradients of `loss`, a scalar, by each of the `leaves`.
  ///
  /// - Parameter previous: gradients of an earlier part of the same sum, one a leaf, to be added
  ///   to.
  public func gradients(
    of loss: Variable, by leaves: [Variable], adding previous: consuming [Tensor]? = nil
  ) -> [Tensor] {
    guard let root = loss.node, root.tape === self, loss.value.count == 1 else {
      preconditionFailure("the loss must be a scalar computed on this tape")
    }
    let nodes = leaves.map { $0.node! }
    var gradients = Gradients(count: operations.count)
    if var previous = previous.take() {
      for node in nodes.reversed() { gradients[node] = previous.removeLast() }
    }
    gradients[root] = Tensor(repeating: 1, shape: loss.shape)
    for index in operations.indices.reversed() {
      guard let backward = operations[index].take() else { continue }
      if let gradient = gradients.take(index) { backward(consume gradient, &gradients) }
    }
    return nodes.map { gradients.take($0.index) ?? Tensor(zeros: $0.shape) }
  }
}

/// The place of a variable on its tape.
struct Node {
  // Unowned, since the tape's operations hold on to nodes.
  unowned let tape: Tape
  let index: Int
  let shape: [Int]
}

/// A tensor in a computation, with its place on the tape unless it is a constant.
public struct Variable {
  public let value: Tensor
  let node: Node?

  fileprivate init(value: Tensor, node: Node) {
    value.forbidWriting()
    self.value = value
    self.node = node
  }

  /// A constant.
  public init(_ value: Tensor) {
    value.forbidWriting()
    self.value = value
    self.node = nil
  }

  /// The same numbers without a past: no gradient flows through.
  public var detached: Variable { Variable(value) }

  public var shape: [Int] { value.shape }
}

/// The gradients collected so far on the way back, by node.
struct Gradients {
  private var slots: [Tensor?]

  fileprivate init(count: Int) {
    slots = Array(repeating: nil, count: count)
  }

  fileprivate subscript(node: Node) -> Tensor? {
    get { slots[node.index] }
    set { slots[node.index] = newValue }
  }

  fileprivate mutating func take(_ index: Int) -> Tensor? { slots[index].take() }

  /// Lets `write` compute the gradient by the variable at `node`, if there is one: into new memory
  /// where `accumulate` is false, else added to what is there.
  mutating func add(to node: Node?, _ write: (_ target: Tensor, _ accumulate: Bool) -> Void) {
    guard let node else { return }
    if var gradient = take(node.index) {
      gradient.makeUnique()
      write(gradient, true)
      self[node] = gradient
    } else {
      let gradient = Tensor(uninitialized: node.shape)
      write(gradient, false)
      self[node] = gradient
    }
  }

  /// Adds a gradient that is already computed.
  mutating func add(_ gradient: consuming Tensor, to node: Node?) {
    guard let node else { return }
    guard var sum = take(node.index) else {
      self[node] = gradient.reshaped(node.shape)
      return
    }
    // Either side may be the one that nobody else holds.
    if !sum.isUnique() && gradient.isUnique() { swap(&sum, &gradient) }
    sum.makeUnique()
    let addend = gradient
    let total = sum
    Parallel.forEachBlock(of: total.count, minimum: 16_384) { range in
      withPointers(addend.from(range.lowerBound), total.mutableFrom(range.lowerBound)) {
        octavo_add(range.count, $1, $0, $1)
      }
    }
    self[node] = total.reshaped(node.shape)
  }
}

/// The result of an operation on `inputs`: on their tape, or a constant if none is on one.
func recorded(
  _ value: Tensor, from inputs: Variable?..., backward: @escaping Tape.Backward
) -> Variable {
  recorded(value, from: inputs, backward: backward)
}

func recorded(
  _ value: Tensor, from inputs: [Variable?], backward: @escaping Tape.Backward
) -> Variable {
  for case let node? in inputs.lazy.map({ $0?.node }) { return node.tape.record(value, backward) }
  return Variable(value)
}
