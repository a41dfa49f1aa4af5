extension StyleSheet {
  /// Formulas. Fonts are those that systems have; one of them is needed for delimiters that grow.
  static let mathRules = """
    math{
      font-family:"Latin Modern Math","STIX Two Math","Cambria Math","Libertinus Math",
        "TeX Gyre Termes Math","Noto Sans Math","DejaVu Math TeX Gyre",math;
      font-size:1em;font-size-adjust:.47;font-style:normal;font-weight:400;letter-spacing:0;line-height:1.3
    }
    h1 math,h2 math,h3 math,h4 math,h5 math,h6 math,th math{font-weight:inherit}
    table math,figcaption math{font-size-adjust:.52}
    math[display=block]{margin:0}
    .equation-block{width:fit-content;min-width:min(36rem,100%);max-width:100%;margin:0 0 1.1em}
    .equation{display:flex;align-items:center;gap:1rem;margin:.9em 0;text-indent:0}
    .equation-block>.equation{margin:1.1em 0}
    .formula{
      flex:1;min-width:0;padding:.25rem 0;overflow-x:auto;overflow-y:hidden;text-align:center
    }
    .equation>.number{flex:none;color:var(--soft);font-variant-numeric:tabular-nums}
    .equation:target{background:var(--raised);border-radius:6px}
    code.math{color:var(--ink);white-space:pre-wrap;overflow-wrap:anywhere}
    .formula>code.math{display:block;text-align:left}
    mtd{padding:.22em .4em}
    .tex-matrix>mtr>mtd:first-child,.tex-cases>mtr>mtd:first-child{padding-left:.1em}
    .tex-matrix>mtr>mtd:last-child,.tex-cases>mtr>mtd:last-child{padding-right:.1em}
    .tex-cases>mtr>mtd+mtd{padding-left:1em}
    .tex-small>mtr>mtd{padding:.05em .25em}
    .tex-substack>mtr>mtd{padding:.02em 0}
    .tex-aligned>mtr>mtd,.tex-gathered>mtr>mtd{padding:.28em 0}
    .tex-aligned>mtr>.tex-right:not(:first-child){padding-left:2em}
    .tex-left{text-align:left;text-align:-webkit-left}
    .tex-right{text-align:right;text-align:-webkit-right}
    .line-above>mtd{border-top:1px solid}
    .line-below>mtd{border-bottom:1px solid}
    .line-before{border-left:1px solid}
    .line-after{border-right:1px solid}
    .overlined{border-top:.06em solid;padding-top:.14em}
    .underlined{border-bottom:.06em solid;padding-bottom:.14em}
    .boxed{padding:.3em .45em;border:1px solid}
    .tex-bold{font-weight:600;font-family:var(--serif)}
    .tex-italic{font-style:italic;font-family:var(--serif)}
    .tex-sans{font-family:var(--sans)}
    .tex-mono{font-family:var(--mono);font-size:.9em}
    @media print{
      .equation{break-inside:avoid}
      .formula{overflow-x:clip;overflow-y:visible;background:none}
      .wide-on-paper{font-size:.8em}
      .widest-on-paper{font-size:.62em}
    }
    """
}
