import FlyingSocks
import Synchronization

/// Hands the latest event to everyone who listens. Who is slow misses events and gets the latest: each
/// says the whole state.
final class EventChannel: Sendable {
  typealias Event = (number: Int, bytes: [UInt8])

  private struct State {
    var latest: Event?
    var count = 0
    var isClosed = false
    var listeners: [Int: CheckedContinuation<Event?, Never>] = [:]
    var nextListener = 0
  }

  private let state = Mutex(State())

  /// - Parameter data: one line.
  func send(_ data: String, as name: String) {
    let bytes = Array("event: \(name)\ndata: \(data)\n\n".utf8)
    let (event, listeners) = state.withLock { state in
      state.count += 1
      let event = (number: state.count, bytes: bytes)
      state.latest = event
      defer { state.listeners = [:] }
      return (event, state.listeners.values)
    }
    for listener in listeners { listener.resume(returning: event) }
  }

  /// Writes something that means nothing to all listeners, so that those are noticed who have gone.
  func beat() {
    let (count, listeners) = state.withLock { state in
      defer { state.listeners = [:] }
      return (state.count, state.listeners.values)
    }
    for listener in listeners { listener.resume(returning: (count, Array(": \n\n".utf8))) }
  }

  func close() {
    let listeners = state.withLock { state in
      state.isClosed = true
      defer { state.listeners = [:] }
      return state.listeners.values
    }
    for listener in listeners { listener.resume(returning: nil) }
  }

  /// Waits for the event after the one with this number; `nil` once the channel is closed.
  func event(after number: Int) async -> Event? {
    let listener = state.withLock { state in
      state.nextListener += 1
      return state.nextListener
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let now: Event?? = state.withLock { state in
          if state.isClosed || Task.isCancelled { return .some(nil) }
          if let latest = state.latest, latest.number > number { return latest }
          state.listeners[listener] = continuation
          return nil
        }
        if let now { continuation.resume(returning: now) }
      }
    } onCancel: {
      let continuation = state.withLock { $0.listeners.removeValue(forKey: listener) }
      continuation?.resume(returning: nil)
    }
  }
}

/// The body of an answer that goes on until the channel is closed.
struct EventBody: AsyncBufferedSequence {
  typealias Element = UInt8

  let channel: EventChannel

  func makeAsyncIterator() -> Iterator { Iterator(channel: channel) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    fileprivate let channel: EventChannel
    private var number = 0
    private var rest: ArraySlice<UInt8> = []

    fileprivate init(channel: EventChannel) { self.channel = channel }

    mutating func next() async -> UInt8? {
      if rest.isEmpty { rest = await nextBuffer(suggested: 0) ?? [] }
      return rest.popFirst()
    }

    mutating func nextBuffer(suggested count: Int) async -> ArraySlice<UInt8>? {
      if !rest.isEmpty {
        defer { rest = [] }
        return rest
      }
      guard let event = await channel.event(after: number) else { return nil }
      number = event.number
      return event.bytes[...]
    }
  }
}
