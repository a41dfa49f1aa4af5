/// The report: one HTML file that needs nothing but itself.
public enum Report {
  public static func html(_ document: ReportDocument) -> String {
    HTMLWriter.document(Page(document).root)
  }
}
