extension MathNode {
  /// What it is to its neighbors; `nil` for a space, which is none.
  public var mathClass: MathClass? {
    switch self {
    case .space: nil
    case .symbol(let symbol): symbol.mathClass
    case .function: .largeOperator
    case .scripts(let scripts): scripts.base.mathClass
    case .stacked(let base, _, _): base.mathClass
    case .accent(_, let accent): accent.takesLimits ? .largeOperator : .ordinary
    case .arrow: .relation
    case .fenced: .inner
    // To its left something ends and to its right something begins; neither keeps a distance.
    case .middle: .opening
    case .delimiter(_, let mathClass, _): mathClass
    case .classed(let mathClass, _): mathClass
    case .row, .identifier, .number, .text, .fraction, .root, .table, .styled, .phantom, .boxed:
      .ordinary
    }
  }

  /// Whether its limits stand over and under it in a formula of its own.
  public var takesLimits: Bool {
    switch self {
    case .symbol(let symbol): symbol.takesLimits
    case .function(_, let takesLimits): takesLimits
    case .classed(.largeOperator, _): true
    case .stacked(let base, _, _): base.takesLimits
    case .accent(_, let accent): accent.takesLimits
    default: false
    }
  }

  /// Whether its limits stand over and under it wherever it is.
  public var alwaysTakesLimits: Bool {
    if case .accent(_, let accent) = self { accent.takesLimits } else { false }
  }

  package static func group(_ nodes: [MathNode]) -> MathNode {
    if nodes.count == 1, nodes[0].mathClass == .ordinary { return nodes[0] }
    return .row(nodes)
  }
}

extension [MathNode] {
  /// The classes of a row's parts, where a sign with nothing to connect is no binary operator, as
  /// the minus of −x.
  public var contextualClasses: [MathClass?] {
    var classes = map(\.mathClass)
    var previous: Int?
    for index in classes.indices {
      guard let current = classes[index] else { continue }
      let before = previous.flatMap { classes[$0] }
      if current == .binary, !Self.canPrecedeBinary(before) {
        classes[index] = .ordinary
      } else if [.relation, .closing, .punctuation].contains(current), before == .binary,
        let previous
      {
        classes[previous] = .ordinary
      }
      previous = index
    }
    if let previous, classes[previous] == .binary { classes[previous] = .ordinary }
    return classes
  }

  private static func canPrecedeBinary(_ mathClass: MathClass?) -> Bool {
    switch mathClass {
    case .ordinary, .closing, .inner: true
    case .binary, .largeOperator, .relation, .opening, .punctuation, nil: false
    }
  }
}
