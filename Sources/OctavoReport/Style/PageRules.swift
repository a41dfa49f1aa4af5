extension StyleSheet {
  /// The page's frame: columns, header, contents, footer.
  static let pageRules = """
    :root{
      --serif:Charter,"Bitstream Charter","Iowan Old Style","Sitka Text",Cambria,"Noto Serif",
        "Source Serif 4","Liberation Serif",Georgia,serif;
      --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,
        "Liberation Sans",sans-serif;
      --mono:ui-monospace,"SF Mono",Menlo,"Cascadia Mono",Consolas,"Noto Sans Mono",
        "Liberation Mono",monospace
    }
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
    body{
      margin:0;background:var(--paper);color:var(--ink);
      font:1.125rem/1.6 var(--serif);overflow-wrap:break-word
    }
    .column{max-width:48.5rem;margin:0 auto;padding:0 1.75rem}
    a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
    a:hover{text-decoration-thickness:2px}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
    .skip-link{position:absolute;left:-99rem;font-family:var(--sans);background:var(--paper)}
    .skip-link:focus{left:1rem;top:1rem;padding:.5rem 1rem;z-index:2}
    header{padding:5.5rem 0 1.5rem}
    h1{
      margin:0;max-width:20em;font-size:2.75rem;line-height:1.1;font-weight:600;
      letter-spacing:-.018em;text-wrap:balance
    }
    .lead{
      margin:1.1rem 0 0;max-width:34rem;font-size:1.3125rem;line-height:1.45;color:var(--soft);
      text-wrap:pretty
    }
    .subtitle{
      margin:.5rem 0 0;max-width:34rem;font-size:1.5rem;line-height:1.3;color:var(--soft);
      text-wrap:balance
    }
    .abstract{max-width:36rem;margin:1.8rem 0 0;font-size:1rem;line-height:1.55}
    .abstract p{margin:0 0 .7em}
    .abstract .eyebrow{margin:0 0 .4rem}
    .keywords{font:.875rem/1.5 var(--sans);color:var(--soft)}
    .keywords b{margin-right:.35em}
    .section{margin-right:.35em;color:var(--soft);font-variant-numeric:tabular-nums}
    .byline{margin:1.1rem 0 0;font:.875rem/1.5 var(--sans);color:var(--soft)}
    .summary{margin:1.6rem 0 0;font:.9375rem/1.5 var(--sans)}
    .summary p{margin:.2rem 0}
    .summary.good{color:var(--good)}
    .summary.bad{
      padding:.7rem 1.1rem;border-radius:6px;background:var(--bad-ground);color:var(--bad)
    }
    .summary.bad a{color:inherit;font-weight:600}
    .summary+.summary{margin-top:.6rem}
    .summary .finding{color:var(--ink)}
    .icon{
      width:1.15em;height:1.15em;margin-right:.5em;vertical-align:-.2em;fill:none;
      stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round
    }
    .eyebrow{
      margin:0 0 .6rem;font:600 .75rem/1.4 var(--sans);letter-spacing:.06em;
      color:var(--soft);text-transform:uppercase
    }
    .contents{font:.875rem/1.4 var(--sans)}
    .contents ul{list-style:none;margin:0;padding:0}
    .contents li{margin:.5rem 0}
    .contents .level-3{padding-left:.9rem}
    .contents a{color:var(--soft);text-decoration:none}
    .contents a:hover{color:var(--accent);text-decoration:underline}
    .contents code{background:none;padding:0}
    .contents.side{display:none}
    .contents.folded{
      margin:0 0 1rem;padding:.6rem 0;border-block:1px solid var(--line)
    }
    .contents.folded ul{padding:.4rem 0 .3rem 1.1rem}
    @media (min-width:70rem){
      .has-contents{
        display:grid;grid-template-columns:minmax(10rem,14rem) minmax(0,48.5rem);
        column-gap:3rem;justify-content:center;padding:0 1.75rem
      }
      .contents.side{
        display:block;position:sticky;top:0;align-self:start;max-height:100vh;
        overflow-y:auto;padding:6.1rem 0 2rem
      }
      .contents.folded{display:none}
      .has-contents .column{margin:0;width:100%}
    }
    main{border-top:1px solid var(--line);padding-top:.75rem}
    .contents.folded+main{border-top:0}
    @media (min-width:70rem){.contents.folded+main{border-top:1px solid var(--line)}}
    footer{
      margin:5rem 0 4rem;padding-top:.5rem;border-top:1px solid var(--line);
      font:.875rem/1.5 var(--sans);color:var(--soft)
    }
    footer h2{margin:1.25rem 0 .75rem;font:600 .9375rem/1.4 var(--sans);color:var(--ink)}
    .facts{
      display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));
      gap:.9rem 2rem;margin:1.25rem 0
    }
    .facts dt{font-size:.8125rem}
    .facts dd{margin:0;color:var(--ink);overflow-wrap:anywhere}
    .facts .hash{grid-column:1/-1}
    .hash dd{font:.8125rem/1.5 var(--mono)}
    footer pre{color:var(--ink)}
    """
}
