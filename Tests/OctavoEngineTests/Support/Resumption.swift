import OctavoEngine
import Testing

/// Checks that a training that is read from its archive after every iteration ends with the bits of
/// one that is not, and that its archive refuses other examples.
func expectResumption<Objective: TrainingObjective>(
  _ training: TrainingLoop<Objective>, on examples: Objective.Examples,
  refusing others: Objective.Examples
) throws {
  var (whole, interrupted) = (training, training)
  while !whole.isFinished { try whole.advance() }
  while !interrupted.isFinished {
    try interrupted.advance()
    interrupted = try TrainingLoop<Objective>(archive: interrupted.archive(), examples)
  }
  #expect(whole.history == interrupted.history)
  let archive = try whole.archive()
  #expect(try interrupted.archive() == archive)
  #expect(throws: TrainingError.differentCorpus) {
    try TrainingLoop<Objective>(archive: archive, others)
  }
}
