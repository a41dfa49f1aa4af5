extension StyleSheet {
  /// The author's prose, and code in it.
  static let proseRules = """
    main p,main li{text-wrap:pretty}
    main>p,main>ul,main>ol,main>blockquote,main>h2,main>h3,main>h4,main>h5,main>h6{
      max-width:36rem
    }
    p,ul,ol{margin:0 0 1.1em}
    ul,ol{padding-left:1.4em}
    li{margin:.25em 0}
    li>ul,li>ol{margin:.25em 0}
    h2,h3,h4,h5,h6{line-height:1.25;font-weight:600;text-wrap:balance}
    h2{margin:3rem 0 .9rem;font-size:1.6875rem;letter-spacing:-.01em}
    h3{margin:2.25rem 0 .7rem;font-size:1.3125rem}
    h4,h5,h6{margin:1.75rem 0 .5rem;font-size:1.125rem}
    main>h2:first-child{margin-top:1.75rem}
    hr{width:6rem;margin:3rem 0;border:0;border-top:1px solid var(--strong)}
    blockquote{margin:1.5em 0;padding-left:1.25rem;border-left:2px solid var(--line)}
    blockquote:not(.passage){color:var(--soft)}
    img{max-width:100%;height:auto}
    code,pre{font-family:var(--mono);font-size:.8125em;font-variant-ligatures:none}
    code{padding:.12em .32em;border-radius:4px;background:var(--raised)}
    pre{
      margin:0 0 1.25rem;padding:.9rem 1.1rem;overflow-x:auto;border-radius:6px;
      font-size:.8125rem;line-height:1.55;tab-size:2
    }
    pre code{padding:0;background:none;font-size:inherit}
    .code .k{color:var(--accent)}
    .code .t,.code .d{color:var(--warn)}
    .code .s{color:var(--good)}
    .code .n,.code .x{color:var(--bad)}
    .code .c{color:var(--soft);font-style:italic}
    del{color:var(--soft)}
    li.task{list-style:none}
    .box{
      float:left;width:.95em;height:.95em;margin:.34em 0 0 -1.35em;border-radius:3px;
      border:1.5px solid var(--strong);line-height:0
    }
    .done>.box{background:var(--accent);border-color:var(--accent)}
    .tick{
      display:block;width:100%;height:100%;fill:none;stroke:var(--paper);stroke-width:2.4;
      stroke-linecap:round;stroke-linejoin:round
    }
    .alert{
      margin:1.5em 0;padding:.1rem 1.1rem;max-width:36rem;border-left:3px solid var(--tone);
      border-radius:0 6px 6px 0;background:var(--tone-ground)
    }
    .alert>p.name{
      margin:.7rem 0 .3rem;color:var(--tone);font:600 .875rem/1.5 var(--sans)
    }
    .alert>:last-child{margin-bottom:.8rem}
    .alert.note{--tone:var(--accent);--tone-ground:var(--raised)}
    .alert.tip{--tone:var(--good);--tone-ground:var(--good-ground)}
    .alert.important{--tone:var(--important);--tone-ground:var(--important-ground)}
    .alert.warning{--tone:var(--warn);--tone-ground:var(--warn-ground)}
    .alert.caution{--tone:var(--bad);--tone-ground:var(--bad-ground)}
    .alert .icon{fill:none;background:none;color:inherit}
    sup,sub{font-size:.72em;line-height:0}
    kbd{
      padding:.1em .4em;border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;
      background:var(--raised);font:.8125em var(--mono);white-space:nowrap
    }
    main>figure,.content>figure,li>figure,blockquote>figure,.alert>figure{
      margin:1.75rem 0 2rem
    }
    main>.table>.scroll,.content>.table>.scroll{margin-bottom:0}
    .fold{margin:0 0 1.1em;font:inherit}
    main>.fold{max-width:40rem}
    .fold>summary{
      max-width:100%;padding-left:1.25rem;color:var(--ink);font:600 .9375rem/1.5 var(--sans)
    }
    .fold>summary>h2,.fold>summary>h3,.fold>summary>h4,.fold>summary>h5,.fold>summary>h6{
      display:inline;margin:0;font-size:inherit
    }
    .fold>.content{margin:.5rem 0 1.5rem .3rem;padding-left:1rem;border-left:2px solid var(--line)}
    .content>:last-child,.content>.step:last-child{margin-bottom:0}
    .content>h2:first-child,.content>h3:first-child,.content>h4:first-child{margin-top:.5rem}
    sup a{padding:0 .12em;text-decoration:none}
    .footnotes{
      margin-top:3.5rem;padding-top:1rem;max-width:36rem;border-top:1px solid var(--line);
      font-size:.9375rem;line-height:1.5
    }
    .footnotes ol{margin:0}
    .footnotes p{margin:.3em 0}
    .references ul{max-width:40rem;padding:0;list-style:none}
    .references li{
      margin:.5em 0;padding-left:1.6em;text-indent:-1.6em;font-size:1rem;line-height:1.5;
      overflow-wrap:anywhere
    }
    .references li:target{background:var(--raised)}
    .citation{text-decoration:none}
    .citation:hover{text-decoration:underline}
    .back{font-family:var(--sans);text-decoration:none}
    .footnotes li:target{background:var(--raised)}
    .value{font-variant-numeric:tabular-nums}
    .missing{font:.8125em var(--mono);color:var(--bad)}
    .reference{white-space:nowrap}
    """
}
