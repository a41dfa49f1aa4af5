/// Commands that stand for operators, relations and other signs.
enum Symbols {
  static let binary = WordList.pairs(
    """
    pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗
    oslash ⊘ odot ⊙ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖
    smallsetminus ∖ wr ≀ amalg ⨿ diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◃
    triangleright ▹ bigcirc ◯ dotplus ∔ ltimes ⋉ rtimes ⋊ boxplus ⊞ boxminus ⊟ boxtimes ⊠
    boxdot ⊡ circledast ⊛ circledcirc ⊚ intercal ⊺ barwedge ⊼ veebar ⊻ curlyvee ⋎ curlywedge ⋏
    """)

  static let relations = WordList.pairs(
    """
    leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ equiv ≡ sim ∼ simeq ≃ approx ≈
    cong ≅ doteq ≐ propto ∝ varpropto ∝ asymp ≍ bowtie ⋈ in ∈ ni ∋ owns ∋ notin ∉ subset ⊂
    supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ sqsubset ⊏
    sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ prec ≺ succ ≻ preceq ⪯ succeq ⪰ precsim ≾ succsim ≿
    mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⟂ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩
    leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ lessgtr ≶ gtrless ≷ approxeq ≊ eqsim ≂ backsim ∽
    triangleq ≜ coloneqq ≔ coloneq ≔ eqqcolon ≕ Coloneqq ⩴ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsim ≁
    ncong ≇ nprec ⊀ nsucc ⊁ trianglelefteq ⊴ trianglerighteq ⊵ therefore ∴ because ∵ smile ⌣
    frown ⌢ leqq ≦ geqq ≧ lneq ⪇ gneq ⪈ vartriangleleft ⊲ vartriangleright ⊳ between ≬
    pitchfork ⋔ Perp ⫫ indep ⫫
    """)

  static let arrows = WordList.pairs(
    """
    to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐
    Leftrightarrow ⇔ iff ⟺ implies ⟹ impliedby ⟸ mapsto ↦ longmapsto ⟼ longrightarrow ⟶
    longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺
    hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
    leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ uparrow ↑ downarrow ↓
    updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
    rightrightarrows ⇉ leftleftarrows ⇇ rightleftarrows ⇄ leftrightarrows ⇆ twoheadrightarrow ↠
    twoheadleftarrow ↞ rightarrowtail ↣ leadsto ⇝ rightsquigarrow ⇝ nrightarrow ↛ nleftarrow ↚
    nRightarrow ⇏ nLeftarrow ⇍ upuparrows ⇈ downdownarrows ⇊ curvearrowright ↷ curvearrowleft ↶
    circlearrowright ↻ circlearrowleft ↺ multimap ⊸ dashrightarrow ⇢ dashleftarrow ⇠
    """)

  /// Their limits stand over and under them in a formula of its own.
  static let large = WordList.pairs(
    """
    sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂
    bigodot ⨀ biguplus ⨄ bigsqcup ⨆
    """)

  static let integrals = WordList.pairs(
    "int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ smallint ∫")

  static let dots = WordList.pairs(
    "ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ hdots …")

  static let punctuation = WordList.pairs("colon : ldotp . cdotp ⋅")

  static let ordinary = WordList.pairs(
    "% % # # $ $ & & _ _ backslash \\ neg ¬ lnot ¬ vert | lbrace { rbrace } slash / textdollar $")

  /// Characters that stand for themselves and are no letters or digits.
  static let characters: [Unicode.Scalar: MathSymbol] = {
    var result: [Unicode.Scalar: MathSymbol] = [:]
    func add(_ signs: String, _ mathClass: MathClass) {
      for sign in signs.unicodeScalars { result[sign] = MathSymbol(String(sign), mathClass) }
    }
    add("/|.!?@\"`∞∂∇′″‴∀∃∅⊤⊥¬°…⋯⋮⋱", .ordinary)
    add("+±∓×÷⋅·∘∙⊕⊗⊙∩∪∨∧∖", .binary)
    add("=<>:≤≥≠≪≫≡∼≃≈≅∝∈∉∋⊂⊃⊆⊇∣∥→←↔⇒⇐⇔↦⟶⟵⟹⟸⟺↑↓≔≜", .relation)
    add("([⟨⌈⌊", .opening)
    add(")]⟩⌉⌋!?", .closing)
    add(",;", .punctuation)
    result["-"] = MathSymbol("−", .binary)
    result["−"] = MathSymbol("−", .binary)
    result["*"] = MathSymbol("∗", .binary)
    for sign in ["…", "⋯", "⋮", "⋱"] as [Unicode.Scalar] {
      result[sign] = MathSymbol(String(sign), .inner)
    }
    for sign in large.values {
      result[Unicode.Scalar(sign)!] = MathSymbol(sign, .largeOperator, takesLimits: true)
    }
    for sign in integrals.values {
      result[Unicode.Scalar(sign)!] = MathSymbol(sign, .largeOperator)
    }
    return result
  }()

  /// By the names of commands.
  static let named: [String: MathSymbol] = {
    var result: [String: MathSymbol] = [:]
    func add(_ words: [String: String], _ mathClass: MathClass, takesLimits: Bool = false) {
      for (name, text) in words {
        result[name] = MathSymbol(text, mathClass, takesLimits: takesLimits)
      }
    }
    add(binary, .binary)
    add(relations, .relation)
    add(arrows, .relation)
    add(large, .largeOperator, takesLimits: true)
    add(integrals, .largeOperator)
    add(dots, .inner)
    add(punctuation, .punctuation)
    add(ordinary, .ordinary)
    for (name, delimiter) in Delimiters.named where delimiter.isSymbol {
      result[name] = MathSymbol(delimiter.text, delimiter.mathClass)
    }
    return result
  }()

  /// A relation that is crossed out.
  static func negated(_ text: String) -> String { negations[text] ?? text + "\u{338}" }

  private static let negations = WordList.pairs(
    """
    = ≠ ∈ ∉ ∋ ∌ < ≮ > ≯ ≤ ≰ ≥ ≱ ≡ ≢ ∼ ≁ ≃ ≄ ≈ ≉ ≅ ≇ ⊂ ⊄ ⊃ ⊅ ⊆ ⊈ ⊇ ⊉ ∣ ∤ | ∤ ∥ ∦ ∃ ∄ → ↛
    ← ↚ ⇒ ⇏ ⇐ ⇍ ↔ ↮ ⇔ ⇎ ⊢ ⊬ ⊨ ⊭ ≺ ⊀ ≻ ⊁
    """)
}
