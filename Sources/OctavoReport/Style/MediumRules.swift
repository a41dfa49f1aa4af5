extension StyleSheet {
  /// Small screens.
  static let narrowRules = """
    @media screen and (max-width:40rem){
      body{font-size:1.0625rem}
      .column{padding:0 1.25rem}
      header{padding:2.75rem 0 1.25rem}
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
      .cards thead{position:absolute;clip-path:inset(50%)}
      .cards tbody tr{padding:.55rem 0;border-top:1px solid var(--line)}
      .cards tbody td{
        display:flow-root;padding:.16rem 0;border:0;text-align:right;white-space:normal
      }
      .cards tbody tr>:first-child{padding:.1rem 0 .2rem;border:0;font-weight:600}
      .cards tbody td::before{
        content:attr(data-label);float:left;margin-right:1rem;color:var(--soft);font-weight:400
      }
      .cards .rest{min-width:0}
      .grid tbody th{max-width:5.5rem}
      .values{gap:.9rem 1.75rem}
      .values dd{font-size:1.25rem}
      .verdicts .word{flex:1}
      .verdicts code,.verdicts .detail{flex-basis:100%;overflow-wrap:anywhere}
    }
    @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
    """

  /// Paper: what is folded and what serves only for moving about is left out, figures stay whole.
  static let printRules = """
    @page{margin:20mm 18mm}
    @media print{
      :root{font-size:9.5pt}
      body{background:none}
      .has-contents{display:block}
      .column{max-width:none;padding:0}
      header{padding:0 0 1rem}
      .skip-link,.contents,.source,details:not([open],.fold){display:none!important}
      .fold::details-content{content-visibility:visible;height:auto}
      main>p,main>ul,main>ol,main>blockquote{max-width:150mm}
      h2,h3,h4,h5,h6,.table figcaption,thead{break-after:avoid}
      figure,.values,.verdicts,.notice,.passage,tr{break-inside:avoid}
      .table{break-inside:auto}
      p{orphans:3;widows:3}
      .scroll,.long,.passage{overflow:visible;max-height:none}
      .scroll{background:none}
      .grid tr,.tile{break-inside:avoid}
      .grid tbody th{position:static}
      .tokens{break-inside:avoid}
      .token::after{content:none!important}
      .long tbody tr:nth-child(n+41){display:none}
      .long::after{
        content:"Further rows are left out in print; results.json has them all.";
        font:8.5pt var(--sans);color:var(--soft)
      }
      .long thead th{position:static}
      a{color:inherit}
      .plot>svg{max-width:150mm}
      .cells,.token,.tokens td,.verdicts li,.notice,.summary,pre,.passage,.bar,.dot,
      .meter,.swatches span,.reading span{
        print-color-adjust:exact;-webkit-print-color-adjust:exact
      }
      pre{white-space:pre-wrap}
    }
    """
}
