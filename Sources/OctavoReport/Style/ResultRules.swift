extension StyleSheet {
  /// What steps show: figures, tables, values, verdicts, texts, tokens, and folded sources.
  static let resultRules = """
    figure{margin:2.25rem 0 0}
    figcaption{
      max-width:40rem;margin-top:.75rem;font:.875rem/1.5 var(--sans);color:var(--soft)
    }
    figcaption{text-wrap:pretty}
    figcaption b{margin-right:.35em;color:var(--ink)}
    .table figcaption{margin:0 0 .6rem}
    .aside{font-size:.8125rem;color:var(--soft)}
    details{font:.875rem/1.5 var(--sans)}
    summary{
      display:list-item;list-style:none;width:fit-content;padding:.2rem .5rem .2rem 1.1rem;
      color:var(--soft);cursor:pointer;position:relative;border-radius:4px
    }
    summary::-webkit-details-marker{display:none}
    summary::before{
      content:"";position:absolute;left:.15rem;top:.72em;width:.36em;height:.36em;
      border:solid currentColor;border-width:0 1.5px 1.5px 0;transform:rotate(-45deg)
    }
    details[open]>summary::before{transform:rotate(45deg);top:.62em}
    summary:hover{color:var(--accent)}
    .step{margin:0 0 2rem}
    .source summary b{font:600 .8125rem var(--mono);color:var(--ink)}
    .source summary .aside::before{content:"·";margin:0 .4em 0 .2em}
    .source .kind.next::before{content:"·";margin:0 .4em 0 .2em}
    .source .listed{margin:.6rem 0 0}
    .source .listed b{font:600 .8125rem var(--mono);color:var(--ink)}
    .source .listed .aside::before{content:"·";margin:0 .4em 0 .2em}
    .source pre{margin:.4rem 0 0}
    main>.source{margin:0 0 1rem}
    .step>.source{margin-top:.5rem}
    .step>figure:nth-last-child(2):has(.data)+.source{margin-top:.1rem}
    .step>.source:first-child{margin-top:-.25rem}
    .source+.step>.source:first-child,.source+.source{margin-top:-.75rem}
    .data{margin-top:.35rem}
    .data>.scroll,.data>.passages,.data>p{margin:.5rem 0 0}
    .scroll{overflow-x:auto;max-width:100%;margin:0 0 1.25rem}
    .long{max-height:26rem;overflow:auto;width:fit-content;border-bottom:1px solid var(--line)}
    .long td,.long tbody th{padding-block:.2rem}
    table{
      border-collapse:collapse;font:.875rem/1.45 var(--sans);
      font-variant-numeric:tabular-nums lining-nums
    }
    th,td{padding:.36rem 1.5rem .36rem 0;text-align:left;vertical-align:baseline}
    th:last-child,td:last-child{padding-right:.25rem}
    thead th,thead td{
      border-bottom:1px solid var(--strong);font-weight:600;vertical-align:bottom
    }
    tbody tr+tr>*{border-top:1px solid var(--line)}
    tbody th{font-weight:400}
    .long thead th,.long thead td{
      position:sticky;top:0;background:var(--paper);border-bottom:0;
      box-shadow:0 1px 0 var(--strong)
    }
    .number,.numbers tbody td{text-align:right;white-space:nowrap}
    .center{text-align:center}
    .rest{display:inline-block;text-align:left;white-space:pre}
    \(restRules)
    .meter{
      width:4.5rem;height:.625rem;margin-right:.6rem;vertical-align:-.05em;fill:var(--series-1)
    }
    .unit{font-weight:400;color:var(--soft)}
    tbody .omission td{
      max-width:0;padding:.8rem 0;color:var(--soft);text-align:left;white-space:normal
    }
    .values{
      display:flex;flex-wrap:wrap;gap:1.1rem 2.75rem;margin:1.75rem 0 0;font-family:var(--sans)
    }
    .values dt{font-size:.8125rem;line-height:1.4;color:var(--soft)}
    .values dd{
      margin:0;font-size:1.4375rem;line-height:1.3;font-weight:500;letter-spacing:-.01em;
      font-variant-numeric:tabular-nums lining-nums
    }
    .said{max-width:40rem;margin:.6rem 0 0;font:.875rem/1.5 var(--sans);color:var(--soft)}
    .verdicts{list-style:none;margin:1.5rem 0 0;padding:0;font:.9375rem/1.5 var(--sans)}
    .verdicts li{
      display:flex;flex-wrap:wrap;align-items:baseline;gap:.15rem .9rem;margin:0;
      padding:.55rem .9rem;border-radius:6px
    }
    .verdicts li+li{margin-top:.4rem}
    .verdicts .icon{margin:0 -.4rem 0 0;align-self:center}
    .verdicts code{background:none;padding:0;font-size:.875rem;color:var(--ink)}
    .verdicts .word{font-weight:600}
    .detail{color:var(--soft);font-variant-numeric:tabular-nums}
    .pass{background:var(--good-ground);color:var(--good)}
    .fail{background:var(--bad-ground);color:var(--bad)}
    .icon.pass,.icon.fail{background:none;color:inherit}
    .notice{
      margin:1.5rem 0 0;padding:.8rem 1.1rem;border-radius:6px;
      font:.9375rem/1.5 var(--sans)
    }
    .notice p{margin:0}
    .notice .icon{color:var(--tone)}
    .notice strong{color:var(--tone)}
    .notice.failed{--tone:var(--bad);background:var(--bad-ground)}
    .notice.warning{--tone:var(--warn);background:var(--warn-ground)}
    .notice.grave{--tone:var(--bad);background:var(--bad-ground)}
    .minor{margin:1rem 0 0}
    .minor ul{margin:.3rem 0 0;padding-left:2.2em;color:var(--soft)}
    .notice.skipped{--tone:var(--soft);background:var(--raised)}
    .notice pre{
      margin:.5rem 0 0;padding:0;background:none;white-space:pre-wrap;overflow-wrap:anywhere
    }
    .passages{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1rem}
    .passage{
      margin:0;padding:1rem 1.25rem 1.1rem;border:0;border-radius:6px;background:var(--raised);
      color:var(--ink);max-height:24rem;overflow-y:auto
    }
    .passage p:last-child{
      margin:0;font:1rem/1.5 var(--serif);white-space:pre-wrap;overflow-wrap:anywhere;
      text-wrap:wrap
    }
    """

  /// The widths of what follows the digits before the decimal point.
  private static var restRules: String {
    (1...40).map { ".f\($0){min-width:\($0)ch}" }.joined(separator: "\n")
  }
}
