import Foundation
import FoundationNetworking
import Synchronization

/// The requests of a session that are on, each with the thread that waits for it.
final class HTTPTransfers: NSObject, URLSessionDataDelegate, Sendable {
  struct Answer {
    var status = 0
    /// Where a redirection leads.
    var location: String?
    var body = Data()
  }

  private final class Transfer: Sendable {
    let answer = Mutex(Answer())
    let error = Mutex<(any Error)?>(nil)
    let end = DispatchSemaphore(value: 0)
  }

  /// More than any answer has; one that does not end would take all memory.
  private static let mostBytes = 256 << 20

  private let transfers = Mutex<[Int: Transfer]>([:])

  func run(
    _ task: URLSessionDataTask, for limit: Duration
  ) -> Result<Answer, HTTPFailure.Cause> {
    let transfer = Transfer()
    let identifier = task.taskIdentifier
    transfers.withLock { $0[identifier] = transfer }
    defer { transfers.withLock { $0[identifier] = nil } }
    task.resume()
    guard transfer.end.wait(timeout: .now() + limit / .seconds(1)) == .success else {
      task.cancel()
      return .failure(.timedOut(limit))
    }
    if let error = transfer.error.withLock({ $0 }) {
      let isLate = (error as? URLError)?.code == .timedOut
      return .failure(isLate ? .timedOut(limit) : .unreachable(error.localizedDescription))
    }
    return .success(transfer.answer.withLock { $0 })
  }

  private func transfer(of task: URLSessionTask) -> Transfer? {
    transfers.withLock { $0[task.taskIdentifier] }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard let transfer = transfer(of: dataTask) else { return }
    let isTooLong = transfer.answer.withLock { answer in
      answer.body += data
      return answer.body.count > Self.mostBytes
    }
    if isTooLong { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    guard let transfer = transfer(of: task) else { return }
    if let response = task.response as? HTTPURLResponse {
      transfer.answer.withLock {
        $0.status = response.statusCode
        $0.location = response.value(forHTTPHeaderField: "Location")
      }
    }
    transfer.error.withLock { $0 = error }
    transfer.end.signal()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
