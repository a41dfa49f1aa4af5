import OctavoEngine
import Testing

@Suite struct MinHashTests {
  @Test(arguments: [0.1, 0.5, 0.7, 0.8, 0.95, 1])
  func bandsAreAsLongAsRecallAllows(similarity: Double) {
    let hash = MinHash(similarity: similarity)
    #expect(hash.bandCount * hash.rowCount <= 128)
    let chance = MinHash.chanceOfSharedBand(at: similarity, rows: hash.rowCount)
    #expect(chance >= 0.999)
    if hash.rowCount < 128 {
      let longer = MinHash.chanceOfSharedBand(at: similarity, rows: hash.rowCount + 1)
      #expect(longer < 0.999)
    }
  }

  /// Sets of similarity s agree in a row with probability s.
  @Test func rowsAgreeAsOftenAsTheSetsAreSimilar() {
    let hash = MinHash(similarity: 0.01)
    #expect(hash.rowCount == 1)
    let first = Set((0..<300).map { UInt64($0) })
    let second = Set((100..<400).map { UInt64($0) })
    let agreeing = zip(hash.bands(of: first), hash.bands(of: second)).count { $0 == $1 }
    #expect(abs(Double(agreeing) / 128 - 0.5) < 0.15)
  }
}
