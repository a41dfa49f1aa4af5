/// Fonts that systems have, by what they look like: a report loads none.
public enum FontStack: String, CaseIterable, Sendable {
  case serif
  case oldStyle = "old-style"
  case slab
  case sans
  case humanist
  case geometric
  case mono

  /// As CSS has it. It ends in a generic family, so that there is always a font.
  public var families: String {
    switch self {
    case .serif:
      """
      Charter,"Bitstream Charter","Iowan Old Style","Sitka Text",Cambria,"Noto Serif",\
      "Source Serif 4","Liberation Serif",Georgia,serif
      """
    case .oldStyle:
      """
      "Hoefler Text","Palatino Linotype",Palatino,"Book Antiqua","EB Garamond","URW Palladio L",\
      P052,"TeX Gyre Pagella",serif
      """
    case .slab:
      """
      Rockwell,"Rockwell Nova","Roboto Slab","Sitka Text","DejaVu Serif","Noto Serif",serif
      """
    case .sans:
      """
      system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,\
      "Liberation Sans",sans-serif
      """
    case .humanist:
      """
      Optima,Candara,"Gill Sans","Gill Sans MT",Seravek,Ubuntu,"Open Sans","DejaVu Sans",sans-serif
      """
    case .geometric:
      """
      "Avenir Next",Avenir,"Century Gothic",Futura,Montserrat,"URW Gothic","Noto Sans",sans-serif
      """
    case .mono:
      """
      ui-monospace,"SF Mono",Menlo,"Cascadia Mono",Consolas,"Noto Sans Mono",\
      "Liberation Mono",monospace
      """
    }
  }
}
