import CLoader
import Foundation
import OctavoBase
import OctavoRunner

/// An ELF object in memory: the program or a library of it.
struct SharedObject {
  private let path: String
  /// The file name under which others ask for it.
  private var name: String?
  /// The file names that it asks for.
  private(set) var needed: [String] = []
  /// In hexadecimal.
  private(set) var buildID: String?

  /// In the order in which they were loaded.
  static func all() -> [SharedObject] {
    var objects: [SharedObject] = []
    withUnsafeMutablePointer(to: &objects) { objects in
      octavo_each_object(
        { object, objects in
          guard let object, let objects else { return }
          objects.assumingMemoryBound(to: [SharedObject].self).pointee
            .append(SharedObject(object.pointee))
        }, objects)
    }
    return objects
  }

  private init(_ object: octavo_object) {
    path = String(cString: object.path)
    for index in 0..<object.segmentCount {
      let segment = object.segments[index]
      let address = object.base + UInt(segment.p_vaddr)
      guard let start = UnsafeRawPointer(bitPattern: address) else { continue }
      switch Int32(segment.p_type) {
      case PT_DYNAMIC: readDynamic(at: start, base: object.base)
      case PT_NOTE:
        readNotes(UnsafeRawBufferPointer(start: start, count: Int(segment.p_memsz)))
      default: continue
      }
    }
  }

  func answers(to file: String) -> Bool {
    name == file || URL(filePath: path).lastPathComponent == file
  }

  var fileHash: String {
    (try? ContentHash(ofFile: URL(filePath: path)))?.description ?? path
  }

  private mutating func readDynamic(at start: UnsafeRawPointer, base: UInt) {
    var texts: UInt?
    var neededOffsets: [UInt] = []
    var nameOffset: UInt?
    var entry = start.assumingMemoryBound(to: Elf64_Dyn.self)
    while entry.pointee.d_tag != 0 {
      let value = UInt(entry.pointee.d_un.d_val)
      switch Int32(entry.pointee.d_tag) {
      case DT_NEEDED: neededOffsets.append(value)
      case DT_SONAME: nameOffset = value
      // The loader of some systems has made an address of it, that of others has not.
      case DT_STRTAB: texts = value < base ? base + value : value
      default: break
      }
      entry += 1
    }
    func text(at offset: UInt) -> String? {
      texts.flatMap { UnsafePointer<CChar>(bitPattern: $0 + offset) }.map { String(cString: $0) }
    }
    needed = neededOffsets.compactMap(text)
    name = nameOffset.flatMap(text)
  }

  /// Takes in GNU's build ID, if it is among them.
  private mutating func readNotes(_ notes: UnsafeRawBufferPointer) {
    func padded(_ count: UInt32) -> Int { (Int(count) + 3) & ~3 }
    var offset = 0
    while offset + 12 <= notes.count {
      let (nameSize, size, type) = (
        notes.loadUnaligned(fromByteOffset: offset, as: UInt32.self),
        notes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self),
        notes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
      )
      let content = offset + 12 + padded(nameSize)
      guard content + Int(size) <= notes.count else { return }
      if type == NT_GNU_BUILD_ID, notes[(offset + 12)...].starts(with: Array("GNU\0".utf8)) {
        buildID = notes[content..<content + Int(size)].map { String(format: "%02x", $0) }.joined()
        return
      }
      offset = content + padded(size)
    }
  }
}
