import ArgumentParser
import OctavoRunner

/// Turns what is wrong with an output folder into an exit status.
func reportingOutputProblems<Result>(
  to terminal: Terminal, _ body: () throws -> Result
) throws -> Result {
  do { return try body() } catch let refusal as OutputRefusal {
    throw CommandError(refusal.description)
  } catch is Interruption {
    throw ExitCode.interrupted
  } catch let status as ExitCode {
    throw status
  } catch {
    terminal.line("Error: \(error)")
    throw ExitCode.cannotWrite
  }
}
