import Foundation
import OctavoEngine

// Does the work that `compare.py` times against PyTorch. Every line on standard input is a number
// of repetitions; the answer is a line with the milliseconds of each, so that the two programs can
// take turns.

var arguments = Array(CommandLine.arguments.dropFirst())
if let threads = arguments.first.flatMap({ Int($0) }) {
  Parallel.threads = threads
  arguments.removeFirst()
}
let prepared =
  try Workload(arguments: arguments)?.prepared()
  ?? DiffusionWorkload(arguments: arguments)?.prepared()
  ?? ProductWorkload(arguments: arguments)?.prepared()
  ?? AttentionWorkload(arguments: arguments)?.prepared()
  ?? TokenizerWorkload(arguments: arguments)?.prepared()
guard let work = prepared else {
  let usage = """
    usage: octavo-benchmark [THREADS] train LAYERS HEADS WIDTH BATCH CONTEXT VOCABULARY
           octavo-benchmark [THREADS] sample LAYERS HEADS WIDTH BATCH PROMPT NEW VOCABULARY
           octavo-benchmark [THREADS] encode ENCODER.JSON VOCAB.BPE TEXT
           octavo-benchmark [THREADS] learn VOCABULARY TEXT
           octavo-benchmark [THREADS] ppo LAYERS HEADS WIDTH BATCH PROMPT NEW VOCABULARY
           octavo-benchmark [THREADS] diffuse WIDTH BATCH SIDE CHANNELS LENGTH VOCABULARY
           octavo-benchmark [THREADS] denoise WIDTH BATCH SIDE CHANNELS LENGTH VOCABULARY STEPS
           octavo-benchmark [THREADS] product M N K TRANSPOSE_A TRANSPOSE_B COUNT
           octavo-benchmark [THREADS] attention HEADS WIDTH BATCH LENGTH

    """
  FileHandle.standardError.write(Data(usage.utf8))
  exit(64)
}
while let line = readLine(), let repetitions = Int(line) {
  let milliseconds = (0..<repetitions).map { _ in
    let duration = ContinuousClock().measure(work)
    return duration / .milliseconds(1)
  }
  let answer = milliseconds.map { String(format: "%.4f", $0) }.joined(separator: " ")
  FileHandle.standardOutput.write(Data("\(answer)\n".utf8))
}
