import OctavoBase

/// What is logged of a run in MLflow, in requests that keep to the server's limits.
struct MLflowBatch: Sendable {
  struct Metric: Sendable {
    var name: String
    var value: Double
    var step: Int
  }

  var metrics: [Metric] = []
  var params: [(name: String, value: String)] = []
  var tags: [(name: String, value: String)] = []

  /// Fewer than MLflow takes in a request, which may also have no more than a million bytes.
  private static let (mostMetrics, mostParams, mostTags) = (800, 20, 20)
  private static let (longestParam, longestTag) = (6_000, 5_000)

  /// The bodies of the requests.
  ///
  /// - Parameter time: of the metrics, in milliseconds since 1970.
  func requests(run: String, time: Int) -> [JSON] {
    let metrics = metrics.map { metric -> JSON in
      [
        "key": .string(metric.name), "value": Self.json(metric.value),
        "timestamp": .integer(time), "step": .integer(metric.step),
      ]
    }
    let params = params.map { Self.entry($0.name, $0.value, Self.longestParam) }
    let tags = tags.map { Self.entry($0.name, $0.value, Self.longestTag) }
    let parts = (
      metrics.parts(of: Self.mostMetrics), params.parts(of: Self.mostParams),
      tags.parts(of: Self.mostTags)
    )
    let count = max(parts.0.count, parts.1.count, parts.2.count)
    return (0..<count).map { place in
      var members: [(String, JSON)] = [("run_id", .string(run))]
      for (name, parts) in [("metrics", parts.0), ("params", parts.1), ("tags", parts.2)]
      where place < parts.count {
        members.append((name, .array(parts[place])))
      }
      return .object(members)
    }
  }

  static func entry(_ name: String, _ value: String) -> JSON {
    entry(name, value, longestTag)
  }

  private static func entry(_ name: String, _ value: String, _ limit: Int) -> JSON {
    // The server counts code points, and drops the whole request where a value is longer.
    let scalars = value.unicodeScalars
    let isLong = scalars.count > limit
    let shown = isLong ? String(String.UnicodeScalarView(scalars.prefix(limit - 1))) + "…" : value
    return ["key": .string(name), "value": .string(shown)]
  }

  /// Numbers that are not finite have the names that the JSON form of protocol buffers gives them.
  private static func json(_ number: Double) -> JSON {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return .number(number)
  }
}

/// Names in MLflow: of letters, digits and ``_-.: /``, with no empty part between slashes.
struct MLflowNames {
  private static let longest = 250
  private var names: [String: String] = [:]
  private var taken: Set<String> = []

  /// The name itself where MLflow allows it, and never that of another.
  mutating func callAsFunction(_ name: String) -> String {
    if let known = names[name] { return known }
    let plain = Self.plain(name)
    var unique = plain
    var count = 1
    while !taken.insert(unique).inserted {
      count += 1
      unique = "\(plain.prefix(Self.longest - 8)) \(count)"
    }
    names[name] = unique
    return unique
  }

  private static func plain(_ name: String) -> String {
    let allowed = name.unicodeScalars.map { scalar -> Character in
      let isAllowed =
        scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
        || "_-.: /".unicodeScalars.contains(scalar)
      return isAllowed ? Character(scalar) : "_"
    }
    let parts = String(allowed).split(separator: "/").map { part in
      part == "." || part == ".." ? String(repeating: "_", count: part.count) : String(part)
    }
    let plain = parts.joined(separator: "/").unicodeScalars.prefix(longest)
    return plain.isEmpty ? "_" : String(String.UnicodeScalarView(plain))
  }
}

extension Array {
  /// Parts of as many elements as there may be in one.
  fileprivate func parts(of limit: Int) -> [[Element]] {
    stride(from: 0, to: count, by: limit).map { Array(self[$0..<Swift.min($0 + limit, count)]) }
  }
}
