// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "octavo",
  products: [
    .executable(name: "octavo", targets: ["octavo"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
  ],
  targets: [
    .executableTarget(
      name: "octavo",
      dependencies: [
        "OctavoBase", "OctavoClusters", "OctavoFingerprint", "OctavoHTTP",
        "OctavoLanguageServer", "OctavoOperations", "OctavoPreview", "OctavoReport",
        "OctavoTracking",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Links to docs/, which `octavo help` prints, and the notebooks that `octavo new` writes.
      exclude: ["Topics", "Templates"],
      plugins: ["EmbeddedTexts"]),
    .target(
      name: "OctavoPreview",
      dependencies: [
        "OctavoBase", "OctavoNotebook", "OctavoReport", "OctavoRunner",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),
    .target(
      name: "OctavoClusters",
      dependencies: ["OctavoBase", "OctavoHTTP", "OctavoResults", "OctavoRunner"]),
    .target(
      name: "OctavoTracking",
      dependencies: ["OctavoBase", "OctavoHTTP", "OctavoResults", "OctavoRunner"]),
    .target(name: "OctavoHTTP", dependencies: ["OctavoBase"]),
    .target(
      name: "OctavoFingerprint", dependencies: ["OctavoOperations", "CLoader"],
      plugins: ["Fingerprint"]),
    .target(name: "CLoader"),
    .plugin(name: "Fingerprint", capability: .buildTool()),
    .plugin(name: "EmbeddedTexts", capability: .buildTool()),
    .target(
      name: "OctavoOperations", dependencies: ["OctavoBase", "OctavoRunner", "OctavoEngine"]),
    .target(
      name: "OctavoLanguageServer",
      dependencies: ["OctavoBase", "OctavoNotebook", "OctavoResults", "OctavoRunner"]),
    .target(
      name: "OctavoReport",
      dependencies: [
        "OctavoBase", "OctavoMathematics", "OctavoNotebook", "OctavoResults", "CPNG",
      ]),
    .target(
      name: "OctavoRunner",
      dependencies: ["OctavoBase", "OctavoNotebook", "OctavoResults", "CFileSystem"]),
    .target(
      name: "OctavoNotebook",
      dependencies: [
        "OctavoBase", "OctavoMathematics", "OctavoResults", "CCMark",
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "OctavoMathematics", dependencies: ["OctavoBase"]),
    .target(name: "OctavoResults", dependencies: ["OctavoBase"]),
    .target(name: "OctavoEngine", dependencies: ["OctavoBase", "CKernels", "CImages", "CPNG"]),
    .target(name: "OctavoBase", dependencies: ["CElementary", "CCrypto"]),
    .target(name: "CElementary"),
    .target(
      name: "CImages", dependencies: ["CPNG", "CJPEG"],
      linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
    .target(name: "CKernels"),
    .executableTarget(
      name: "octavo-benchmark", dependencies: ["OctavoEngine"],
      path: "Benchmarks/octavo-benchmark"),
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CFileSystem"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .testTarget(
      name: "OctavoBaseTests", dependencies: ["OctavoBase"],
      exclude: ["make_elementary_reference.py"],
      resources: [.copy("elementary_reference.txt")]),
    .testTarget(
      name: "OctavoNotebookTests", dependencies: ["OctavoNotebook"],
      exclude: ["BadNotebooks", "Golden"]),
    .testTarget(
      name: "OctavoLanguageServerTests",
      dependencies: ["OctavoLanguageServer", "OctavoBase", "OctavoOperations"],
      exclude: ["test_with_client.py"]),
    .testTarget(name: "OctavoMathematicsTests", dependencies: ["OctavoMathematics"]),
    .testTarget(
      name: "OctavoReportTests", dependencies: ["OctavoReport", "OctavoMathematics"],
      exclude: [
        "Snapshots", "Mathematics/formulas.txt", "Mathematics/reference.txt",
        "Mathematics/make_reference.py", "Constructs/github.txt", "Constructs/commonmark.txt",
      ]),
    .testTarget(
      name: "OctavoPreviewTests",
      dependencies: [
        "OctavoPreview", "OctavoNotebook", "OctavoReport", "OctavoResults", "OctavoRunner",
      ]),
    .testTarget(
      name: "OctavoClustersTests",
      dependencies: ["OctavoClusters", "OctavoBase", "OctavoOperations", "OctavoRunner"]),
    .testTarget(
      name: "OctavoTrackingTests",
      dependencies: [
        "OctavoTracking", "OctavoResults", "OctavoRunner", "LocalServer",
      ],
      exclude: ["test_with_mlflow.py", "test_with_tensorboard.py", "tracked.py"]),
    .testTarget(
      name: "OctavoHTTPTests",
      dependencies: ["OctavoHTTP", "LocalServer"]),
    .target(name: "LocalServer", path: "Tests/LocalServer"),
    .testTarget(name: "OctavoResultsTests", dependencies: ["OctavoResults"]),
    .testTarget(name: "OctavoRunnerTests", dependencies: ["OctavoRunner"]),
    .testTarget(
      name: "OctavoEngineTests", dependencies: ["OctavoEngine", "CKernels"],
      exclude: [
        "Files/Reference", "Text/Tokenizers/Reference",
        "Kernels/kernel_bits.c", "Kernels/kernel_bits.txt",
        "Models/make_reference.py",
        "Models/make_unet_reference.py",
        "Models/make_clip_reference.py",
        "Models/make_multimodal_reference.py",
        "Models/make_fusion_reference.py",
        "Sampling/make_speculative_reference.py",
        "Models/make_retro_reference.py",
        "Training/make_expert_reference.py",
        "Models/make_glm_reference.py",
        "Influence/make_influence_reference.py",
        "Preferences/make_rating_reference.py",
        "Reinforcement/Losses/make_group_relative_reference.py",
        "Diffusion/make_solver_reference.py",
        "Images/make_image_reference.py",
        "Recommendation/make_recommendation_reference.py",
        "Scaling/make_scaling_reference.py",
        "Statistics/make_detection_reference.py",
        "Statistics/make_feature_reference.py",
        "Training/make_adversary_reference.py",
        "Training/make_repetition_reference.py",
        "Preferences/make_preference_reference.py",
        "Reinforcement/Offline/make_ilql_reference.py",
      ],
      resources: [
        .copy("Golden/golden.json"),
        .copy("Models/reference.json"),
        .copy("Models/unet_reference.json"),
        .copy("Models/clip_reference.json"),
        .copy("Models/multimodal_reference.json"),
        .copy("Models/fusion_reference.json"),
        .copy("Sampling/speculative_reference.json"),
        .copy("Models/retro_reference.json"),
        .copy("Models/glm_reference.json"),
        .copy("Influence/influence_reference.json"),
        .copy("Reinforcement/Losses/group_relative_reference.json"),
        .copy("Diffusion/solver_reference.json"),
        .copy("Images/image_reference.json"),
        .copy("Recommendation/recommendation_reference.json"),
        .copy("Scaling/scaling_reference.json"),
        .copy("Statistics/detection_reference.json"),
        .copy("Statistics/feature_reference.json"),
        .copy("Training/adversary_reference.json"),
        .copy("Training/repetition_reference.json"),
        .copy("Preferences/preference_reference.json"),
        .copy("Reinforcement/Offline/ilql_reference.json"),
        .copy("Training/expert_reference.json"),
        .copy("Preferences/rating_reference.json"),
      ]),
    .testTarget(
      name: "OctavoOperationsTests", dependencies: ["OctavoOperations"],
      exclude: ["BadNotebooks", "Statistics/Reference", "result_bits.txt"]),
    .testTarget(
      name: "OctavoFingerprintTests", dependencies: ["OctavoFingerprint", "OctavoOperations"]),
    .testTarget(
      name: "OctavoCommandTests",
      dependencies: ["octavo", "OctavoOperations", "OctavoResults", "OctavoRunner"],
      exclude: ["test_with_nbformat.py", "test_with_pyarrow.py"]),
  ],
  swiftLanguageModes: [.v6]
)
