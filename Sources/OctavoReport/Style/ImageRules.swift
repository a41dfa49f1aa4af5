extension StyleSheet {
  /// Images that steps show, side by side or by row and column, and one as large as the window.
  static let imageRules = """
    .images{display:grid;gap:1rem;justify-content:start;align-items:start}
    \(columnRules)
    .tile p{margin:.35rem 0 0;font:.8125rem/1.4 var(--sans);color:var(--soft)}
    .tile img{display:block;border-radius:3px}
    .pixels{image-rendering:pixelated}
    .tile{min-width:0}
    .tile p{max-width:7rem;text-wrap:pretty}
    .grid{border-collapse:separate;border-spacing:0}
    .grid td,.grid th,.grid tbody tr+tr>*{border:0;padding:0 .5rem .5rem 0}
    .grid th{
      font-weight:400;font-size:.8125rem;line-height:1.35;color:var(--soft);
      max-width:9rem;vertical-align:middle;text-wrap:pretty
    }
    .grid thead th{vertical-align:bottom;max-width:4.5rem}
    .grid tbody th{
      position:sticky;left:0;background:var(--paper);padding-right:.9rem;min-width:4rem
    }
    .grid td{vertical-align:top}
    .grid img{display:block;max-width:none;border-radius:3px}
    .grid p{margin:.25rem 0 0;font:.75rem/1.35 var(--sans);color:var(--soft);max-width:4.5rem}
    .frame{display:block}
    .back-to{display:none}
    .enlarge{display:block;cursor:zoom-in}
    @media screen{
      .frame:target{
        position:fixed;z-index:4;inset:0;display:flex;flex-direction:column;align-items:center;
        gap:1rem;padding:1.25rem;background:var(--paper)
      }
      .frame:target .back-to{display:block;font:1rem/1.5 var(--sans)}
      .frame:target .enlarge{cursor:default}
      .frame:target img{
        width:calc(100vw - 2.5rem);height:calc(100vh - 8rem);max-width:none;object-fit:contain
      }
      .frame:target~p{
        position:fixed;z-index:5;left:0;right:0;bottom:.3rem;max-width:none;text-align:center
      }
    }
    """

  private static var columnRules: String {
    (1...ImagesView.mostColumns).map {
      ".across-\($0){grid-template-columns:repeat(\($0),minmax(\($0 == 1 ? "0" : "7rem"),max-content))}"
    }.joined(separator: "\n")
  }
}
