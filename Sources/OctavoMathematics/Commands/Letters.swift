/// Commands that stand for letters.
enum Letters {
  static let italic = WordList.pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
    imath ı jmath ȷ ell ℓ partial ∂
    varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varPhi Φ varPsi Ψ
    varOmega Ω
    """)

  static let upright = WordList.pairs(
    """
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    nabla ∇ infty ∞ hbar ℏ hslash ℏ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ emptyset ∅ varnothing ∅
    forall ∀ exists ∃ nexists ∄ top ⊤ bot ⊥ angle ∠ triangle △ Box □ square □ blacksquare ■
    Diamond ◇ lozenge ◊ bigstar ★ checkmark ✓ dagger † ddagger ‡ S § P ¶ copyright © degree °
    clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯ complement ∁
    prime ′ backprime ‵ pounds £ euro € yen ¥ eth ð mho ℧ surd √
    """)
}
