import OctavoEngine
import Testing

@Suite struct CorpusMixtureTests {
  private let stream = RandomStream(seed: 9)

  private func sources(seed: UInt64) -> [CorpusMixture.Source] {
    var random = RandomStream(seed: seed)
    return (0..<4).map { index in
      .init(
        name: "source \(index)",
        sizes: (0..<20 + random.integer(below: 60)).map { _ in random.integer(below: 50) })
    }
  }

  @Test(arguments: 0..<5)
  func proportionsHoldToADocument(seed: UInt64) {
    let sources = sources(seed: seed)
    let mixture = CorpusMixture(
      of: sources, .proportions([2, 1, 0, 7], total: 20_000), using: stream)
    for (row, wanted) in zip(mixture.rows, [4000, 2000, 0, 14_000]) {
      #expect(abs(row.size - wanted) <= 25)
    }
    #expect(abs(mixture.rows.reduce(0) { $0 + $1.proportion } - 1) < 1e-12)
    #expect(mixture.rows[2].documents == 0)
    // Also at every point on the way.
    var sizes = [0.0, 0, 0, 0]
    for pick in mixture.picks {
      sizes[pick.source] += Double(sources[pick.source].sizes[pick.document])
      let total = sizes.reduce(0, +)
      for (size, share) in zip(sizes, [0.2, 0.1, 0, 0.7]) {
        #expect(abs(size - share * total) <= 100)
      }
    }
  }

  @Test func wholeEpochsReadEveryDocumentThatOften() {
    let sources = sources(seed: 3)
    let mixture = CorpusMixture(of: sources, .epochs([1, 3, 0, 2]), using: stream)
    for (index, epochs) in [1, 3, 0, 2].enumerated() {
      var reads = [Int](repeating: 0, count: sources[index].sizes.count)
      for pick in mixture.picks where pick.source == index { reads[pick.document] += 1 }
      #expect(zip(reads, sources[index].sizes).allSatisfy { $0 == ($1 > 0 ? epochs : 0) })
      #expect(mixture.rows[index].epochs == Double(epochs))
    }
  }

  @Test func aDocumentIsReadAgainOnlyAfterAllOthers() {
    let source = CorpusMixture.Source(name: "a", documents: ["1", "2", "3", "4", "5"])
    let mixture = CorpusMixture(of: [source], .epochs([4]), using: stream)
    let epochs = stride(from: 0, to: 20, by: 5).map { start in
      mixture.picks[start..<start + 5].map(\.document)
    }
    #expect(epochs.allSatisfy { $0.sorted() == [0, 1, 2, 3, 4] })
    #expect(Set(epochs).count > 1)
  }

  @Test func theOrderDependsOnTheSeedAlone() {
    let sources = sources(seed: 1)
    let first = CorpusMixture(of: sources, .epochs([1, 1, 1, 1]), using: stream)
    #expect(CorpusMixture(of: sources, .epochs([1, 1, 1, 1]), using: stream) == first)
    let other = CorpusMixture(of: sources, .epochs([1, 1, 1, 1]), using: RandomStream(seed: 10))
    #expect(other != first)
  }
}
