import OctavoEngine
import Testing

@Suite struct TensorTests {
  @Test func aCopyDoesNotSeeLaterWrites() {
    var original = Tensor([1, 2, 3], shape: [3])
    let copy = original
    original[1] = 7
    #expect(original.values == [1, 7, 3])
    #expect(copy.values == [1, 2, 3])
  }

  @Test func reshapingSharesNumbersButNotWrites() {
    let matrix = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    var vector = matrix.reshaped([6])
    vector[0] = 0
    #expect(vector.shape == [6])
    #expect(matrix[0] == 1)
    #expect((matrix.rows, matrix.columns) == (2, 3))
  }

  @Test func tensorsOfNoNumbersAndOfNoAxesExist() {
    #expect(Tensor(zeros: [0, 4]).values == [])
    #expect(Tensor([2.5], shape: []).scalar == 2.5)
  }

  @Test func aVariableDoesNotSeeLaterWrites() {
    var tensor = Tensor([1, 2], shape: [2])
    let variable = Variable(tensor)
    tensor[0] = 7
    #expect(variable.value.values == [1, 2])
    #expect(tensor.values == [7, 2])
  }

  @Test func numbersCanBeWrittenAgainWhenTheVariableIsGone() {
    var tensor = Tensor([1, 2], shape: [2])
    do { _ = Variable(tensor) }
    tensor[0] = 7
    #expect(tensor.values == [7, 2])
  }

  @Test func writingIntoAVariableStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let matrix = Tensor([1, 2, 3, 4], shape: [2, 2])
      let variable = Variable(Tensor(zeros: [2, 2]))
      PackedMatrix(matrix).multiply(matrix, rows: 2, into: variable.value)
    }
  }

  @Test func memoryIsReusedAndClean() {
    for size in [1, 63, 64, 65, 1000, 100_000] {
      for value in [Float(1), 2] {
        let tensor = Tensor(repeating: value, shape: [size])
        #expect(tensor.values.allSatisfy { $0 == value })
      }
    }
  }
}
