import OctavoResults

/// What was expected, and whether it held: said by a sign, by a word and by color.
package struct VerdictsView {
  package var verdicts: [Verdict]

  package var node: HTMLNode {
    HTMLTag.ul(.class("verdicts")) {
      for verdict in verdicts {
        HTMLTag.li(.class(verdict.holds ? "pass" : "fail")) {
          verdict.holds ? Icon.pass : Icon.fail
          HTMLTag.span(.class("word")) { verdict.word }
          " "
          ClaimView(text: verdict.claim.excerpt(ResultText.value)).node
          if !verdict.detail.isEmpty {
            " "
            HTMLTag.span(.class("detail")) {
              verdict.detail.detailInWordsOfThePage.excerpt(ResultText.value)
            }
          }
        }
      }
    }
  }
}

extension Verdict {
  /// Whether it holds, in the language of the page.
  var word: String {
    guard holds else { return phrases.doesNotHold }
    return holdsNarrowly ? phrases.holdsNarrowly : phrases.holds
  }
}
