/// Finds the first place at which one of several patterns ends, reading a text once (Aho and
/// Corasick 1975). A state is the longest beginning of a pattern with which the text ends.
struct ByteAutomaton {
  private struct Node {
    var children: [UInt8: Int] = [:]
    /// The state of the longest proper ending that is a state too.
    var fallback = 0
    /// Whether a pattern ends here.
    var isEnd = false
  }

  private var nodes = [Node()]

  /// - Precondition: no pattern is empty.
  init(_ patterns: [[UInt8]]) {
    for pattern in patterns { add(pattern) }
    var next = Array(nodes[0].children.values)
    // By depth, so that a state's fallback is known before its children's.
    while !next.isEmpty {
      var deeper: [Int] = []
      for state in next {
        for (byte, child) in nodes[state].children {
          nodes[child].fallback = self.state(after: byte, from: nodes[state].fallback)
          if nodes[nodes[child].fallback].isEnd { nodes[child].isEnd = true }
          deeper.append(child)
        }
      }
      next = deeper
    }
  }

  private mutating func add(_ pattern: [UInt8]) {
    var state = 0
    for byte in pattern {
      if let child = nodes[state].children[byte] {
        state = child
      } else {
        nodes.append(Node())
        nodes[state].children[byte] = nodes.count - 1
        state = nodes.count - 1
      }
    }
    nodes[state].isEnd = true
  }

  /// All states, the start first.
  var states: Range<Int> { nodes.indices }

  /// The bytes that lead from a state to another one than they lead to from the start.
  func continuations(of state: Int) -> Set<UInt8> {
    var (bytes, state): (Set<UInt8>, Int) = ([], state)
    while state != 0 {
      bytes.formUnion(nodes[state].children.keys)
      state = nodes[state].fallback
    }
    return bytes
  }

  /// The state after some bytes, −1 as soon as a pattern has ended.
  func target(after bytes: [UInt8], from state: Int) -> Int32 {
    var state = state
    for byte in bytes {
      state = self.state(after: byte, from: state)
      if nodes[state].isEnd { return -1 }
    }
    return Int32(state)
  }

  private func state(after byte: UInt8, from state: Int) -> Int {
    var state = state
    while true {
      if let child = nodes[state].children[byte] { return child }
      if state == 0 { return 0 }
      state = nodes[state].fallback
    }
  }
}
