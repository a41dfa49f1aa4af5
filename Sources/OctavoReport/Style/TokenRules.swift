extension StyleSheet {
  /// Texts token by token. Their columns are as wide as the class of their frame says.
  static let tokenRules = """
    .strip+.strip{margin-top:1.75rem}
    .strips>.data>.strip{margin-top:1.25rem}
    .keys{
      display:flex;flex-wrap:wrap;gap:.3rem 1.75rem;margin:0 0 1.25rem;padding:0;list-style:none;
      font:.8125rem/1.5 var(--sans);font-variant-numeric:tabular-nums;color:var(--soft)
    }
    .keys li{margin:0}
    .keys .name{margin-right:.35em;color:var(--ink)}
    .keys .range{white-space:nowrap}
    .swatches{display:inline-flex;margin:0 .15em;vertical-align:-.06em}
    .swatches span{width:.8em;height:.8em;background:var(--ground)}
    .prompt{padding-right:.45em;margin-right:.3em;border-right:2px solid var(--strong)}
    .reading{max-width:40rem;margin:0 0 .9rem;white-space:pre-wrap;font-size:1rem;line-height:1.75}
    .reading span{padding:.12em 0;border-radius:2px;background:var(--ground);color:var(--over)}
    .running{margin:0;line-height:1}
    .running .prompt{margin-right:.5em;line-height:1.6}
    .running .token{
      display:inline-flex;flex-direction:column;align-items:center;margin:0 2px 5px 0;
      padding:.25rem .3rem .2rem;border-radius:4px;font:.875rem/1.3 var(--mono);
      background:var(--ground,var(--raised));color:var(--over,var(--ink))
    }
    .token small{font:.6875rem/1.3 var(--sans);font-variant-numeric:tabular-nums}
    .token{scroll-margin-bottom:5rem}
    .token:focus{outline:2px solid var(--accent);outline-offset:1px}
    .token:hover::after,.token:focus::after{
      content:attr(aria-label);position:fixed;z-index:3;left:0;right:0;bottom:0;
      padding:.6rem 1.25rem;border-top:1px solid var(--strong);background:var(--raised);
      color:var(--ink);font:.875rem/1.5 var(--sans);font-variant-numeric:tabular-nums;
      text-align:center;white-space:normal
    }
    .past{position:absolute;clip-path:inset(50%);font:.875rem/1.5 var(--sans)}
    .past:focus{position:static;clip-path:none}
    \(widthRules)
    .glosses{position:relative;margin-bottom:.5rem}
    .tokens{border-collapse:separate;border-spacing:0}
    .tokens+.tokens{margin-top:.8rem}
    .tokens th,.tokens td{
      width:calc(var(--cell) + .9rem);min-width:calc(var(--cell) + .9rem);
      max-width:calc(var(--cell) + .9rem);padding:.34rem .45rem;text-align:right;
      white-space:nowrap;border:0
    }
    .tokens td{
      background:var(--ground,transparent);color:var(--over,var(--ink));
      border-left:1px solid var(--paper);border-top:1px solid var(--paper)
    }
    .tokens thead th{
      font:400 .78125rem/1.45 var(--mono);white-space:normal;overflow-wrap:anywhere;
      border-bottom:1px solid var(--strong)
    }
    .tokens th:first-child{
      position:sticky;left:0;width:auto;min-width:0;max-width:none;padding-left:0;
      background:var(--paper);text-align:left;font:.875rem/1.45 var(--sans);white-space:nowrap
    }
    @media screen and (max-width:50rem){
      .glosses{
        display:grid;grid-template-columns:max-content;grid-auto-columns:calc(var(--cell) + .9rem)
      }
      .tokens,.tokens thead,.tokens tbody,.tokens tr{display:contents}
      .tokens th,.tokens td{width:auto;min-width:0;max-width:none}
      .tokens thead th{grid-row:1;align-self:end}
      .tokens tr>th:first-child{
        grid-column:1;z-index:1;max-width:7.5rem;padding-right:.6rem;white-space:normal
      }
      .tokens th,.tokens td{align-content:center}
      .tokens+.tokens tr>th:first-child{position:absolute;clip-path:inset(50%)}
      \(rowRules)
    }
    """

  private static var widthRules: String {
    (4...12).map { ".w\($0){--cell:\($0)ch}" }.joined(separator: "\n")
  }

  /// On a narrow screen the rows of all lines of a text are those of one grid.
  private static var rowRules: String {
    (1...24).map { ".tokens tbody tr:nth-child(\($0))>*{grid-row:\($0 + 1)}" }
      .joined(separator: "\n")
  }
}
