extension StyleSheet {
  /// What a reader can operate: the switch of colors, the links at headings, the box that shows all
  /// sources.
  static let controlRules = """
    header{position:relative}
    .scheme{
      position:absolute;top:1.25rem;right:0;display:flex;margin:0;padding:2px;
      border:1px solid var(--line);border-radius:7px;font:.75rem/1.4 var(--sans)
    }
    .scheme legend{
      position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);padding:0
    }
    .scheme label{position:relative;border-radius:5px;color:var(--soft);cursor:pointer}
    .scheme span{display:block;padding:.25rem .6rem}
    .scheme input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
    .scheme input:checked+span{border-radius:5px;background:var(--raised);color:var(--ink)}
    .scheme label:hover{color:var(--ink)}
    .scheme input:focus-visible+span{outline:2px solid var(--accent);outline-offset:1px}
    @supports not selector(:has(*)){.scheme{display:none}}
    .anchor{
      margin-left:.25em;padding:0 .2em;color:var(--soft);font:400 .75em var(--sans);
      text-decoration:none;opacity:0
    }
    .anchor::before{content:"#"}
    :hover>.anchor,.anchor:focus-visible{opacity:1}
    .anchor:hover{color:var(--accent)}
    @media (hover:none){.anchor{opacity:1}}
    .sources label{display:flex;width:fit-content;gap:.5rem;align-items:center;cursor:pointer}
    .sources input{width:1.1rem;height:1.1rem;margin:0;accent-color:var(--accent)}
    .sources .listed{margin:1.25rem 0 .4rem}
    .sources .listed b{font:600 .8125rem var(--mono);color:var(--ink)}
    .sources pre{margin:0}
    @media screen{
      .sources:not(:has(input:checked)) .listings{display:none}
    }
    """
}
