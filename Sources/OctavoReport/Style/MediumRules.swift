extension StyleSheet {
  /// Small screens.
  static let narrowRules = """
    @media screen and (max-width:40rem){
      body{font-size:1.0625rem}
      .column{padding:0 1.25rem}
      header{padding:4.25rem 0 1.25rem}
      .scheme{top:.9rem}
      h1{font-size:2rem}
      .lead{font-size:1.125rem}
      h2{font-size:1.4375rem;margin-top:2.5rem}
      h3{font-size:1.1875rem}
      .plot>.wide{display:none}
      .plot>.narrow{display:block}
      .passages{grid-template-columns:1fr}
      .images{grid-template-columns:repeat(auto-fill,minmax(6.25rem,1fr));gap:.75rem}
      .across-1{grid-template-columns:1fr}
      .tile img{height:auto;max-width:100%}
      .cards,.cards tbody,.cards tr,.cards tbody th{display:block}
      .cards{width:100%}
      .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
      .cards tbody tr{padding:.55rem 0;border-top:1px solid var(--line)}
      .cards tbody td{
        display:flow-root;padding:.16rem 0;border:0;text-align:right;white-space:normal
      }
      .cards tbody tr[data-label]::before{
        content:attr(data-label);display:block;padding:.1rem 0 .2rem;font-weight:600
      }
      .cards tbody .key{display:none}
      .cards tbody tr:not([data-label])>:first-child{
        padding:.1rem 0 .2rem;border:0;font-weight:600
      }
      .cards tbody td::before{
        content:attr(data-label);float:left;margin-right:1rem;color:var(--soft);font-weight:400
      }
      .cards .rest{min-width:0}
      table:not(.cards) th,table:not(.cards) td{padding-right:.9rem}
      table:not(.cards) :is(th,td):last-child{padding-right:.25rem}
      .grid tbody th{max-width:5.5rem}
      .values{gap:.9rem 1.75rem}
      .values dd{font-size:1.25rem}
      .verdicts .word{flex:1}
      .verdicts code,.verdicts .detail{flex-basis:100%;overflow-wrap:anywhere}
      .whole{white-space:nowrap}
    }
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
    """

  /// Paper: what is folded and what serves only for moving about is left out, figures stay whole.
  static let printRules = """
    @media print{
      :root{font-size:9.5pt}
      body{background:none}
      .has-contents{display:block}
      .column{max-width:none;padding:0}
      header{padding:0 0 1rem}
      .skip-link,.contents,.source,.scheme,.anchor,.sources label,
      details:not([open],.fold,.minor){display:none!important}
      .fold::details-content,.minor::details-content{content-visibility:visible;height:auto}
      main>:is(p,ul,ol,blockquote,h2,h3,h4,h5,h6),main>.alert,main>.fold,.content>*,
      .alert,.footnotes,.abstract,.lead,.subtitle,.said,figcaption,.references ul{max-width:none}
      li:first-child:not(:only-child){break-after:avoid}
      li:last-child:not(:only-child){break-before:avoid}
      h2,h3,h4,h5,h6,.table figcaption,thead,.listed,.eyebrow{break-after:avoid}
      figure,.values,.verdicts,.notice,.summary,.passage,tr,li,dl>div{break-inside:avoid}
      .table:has(.long){break-inside:auto}
      footer{margin:0;padding:0;border:0}
      .sources{break-before:page}
      .sources h2{margin-top:0}
      .sources pre{white-space:pre-wrap;overflow-wrap:anywhere}
      main a[href*="://"]::after{
        content:" (" attr(href) ")";font-size:.85em;color:var(--soft);overflow-wrap:anywhere
      }
      .references a[href*="://"]::after,main a.address::after{content:none}
      p{orphans:3;widows:3}
      .scroll,.long,.passage{overflow:visible;max-height:none}
      .scroll,pre{overflow-x:clip;overflow-y:visible;background-image:none}
      .scroll>svg,img,main svg{max-width:100%;height:auto}
      \(wideTableRules)
      .grid tr,.tile{break-inside:avoid}
      .grid tbody th{position:static}
      .tokens{break-inside:avoid}
      .token::after{content:none!important}
      .long tbody tr:nth-child(n+41){display:none}
      .long::after{font:8.5pt var(--sans);color:var(--soft)}
      .long thead th{position:static}
      a{color:inherit}
      .plot>svg{max-width:145mm}
      .cells,.token,.tokens td,.verdicts li,.notice,.summary,pre,.passage,.bar,.dot,
      .meter,.swatches span,.reading span{
        print-color-adjust:exact;-webkit-print-color-adjust:exact
      }
      pre{white-space:pre-wrap;overflow-wrap:anywhere}
    }
    """

  /// Tables that are wider than paper: in smaller type, or with a paragraph for each row.
  private static let wideTableRules = """
    th,td{overflow-wrap:break-word}
    .small-on-paper{font-size:.72rem}
    .small-on-paper th,.small-on-paper td{padding-right:.6rem}
    .tiny-on-paper{font-size:.62rem}
    .tiny-on-paper th,.tiny-on-paper td{padding-right:.45rem;overflow-wrap:anywhere}
    .split-on-paper,.split-on-paper tbody{display:block}
    .split-on-paper thead{position:absolute;width:1px;height:1px;clip-path:inset(50%)}
    .split-on-paper tbody tr{
      display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;padding:.35rem 0;
      border-top:1px solid var(--line)
    }
    .split-on-paper tbody tr[data-label]::before{
      content:attr(data-label);flex-basis:100%;font-weight:600
    }
    .split-on-paper tbody .key{display:none}
    .split-on-paper tbody :is(th,td){
      padding:0;border:0;white-space:normal;overflow-wrap:anywhere;text-align:left
    }
    .split-on-paper tbody td::before{
      content:attr(data-label);margin-right:.4rem;color:var(--soft);font-weight:400
    }
    .split-on-paper .rest{min-width:0}
    \(gridRules)
    """

  /// Images side by side in a row that would be wider than paper.
  private static var gridRules: String {
    (4...24).map { ".grid:has(thead>tr>:nth-child(\($0))) img{max-width:\(560 / $0)px}" }
      .joined(separator: "\n")
  }

  /// The margins of printed pages, where variables have no meaning, and what else is written there.
  ///
  /// - Parameter title: of the report.
  static func marginRules(title: String) -> String {
    let text = "font:8pt system-ui,sans-serif;color:#5e5b55"
    return """
      @page{
        margin:20mm 26mm 22mm;
        @bottom-left{content:\(CSSString.quoted(title.shortened(80)));\(text)}
        @bottom-right{content:counter(page) "/" counter(pages);\(text)}
      }
      @media print{.long::after{content:\(CSSString.quoted(phrases.rowsLeftOutInPrint))}}
      @page:first{@bottom-left{content:none}}
      """
  }
}
