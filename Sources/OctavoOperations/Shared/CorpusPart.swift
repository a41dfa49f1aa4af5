import OctavoRunner

/// Which part of a text or of examples a step is about.
enum CorpusPart: String, OptionChoice { case validation, training }
