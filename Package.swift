// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// The language features every target is compiled with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A library module of the package; its dependencies are the arrows of ARCHITECTURE.md.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a module.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["RafterTestSupport"],
    exclude: ["CommandLineTests", "RafterReportTests"].contains(name) ? ["Golden"] : [],
    swiftSettings: strict)
}

let package = Package(
  name: "rafter",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Rafter", targets: ["Rafter"]),
    .executable(name: "rafter", targets: ["RafterCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
  ],
  targets: [
    // Level 0: words of the field.
    module("RafterQuantities"),
    module("RafterDiagnostics"),
    module("RafterFitting"),
    .target(name: "CRafterKernels"),
    .target(
      name: "CRafterResources",
      exclude: ["accelerators", "cases", "chips", "models", "technologies", "transformers"]),
    // Level 1: documents, the paper's arithmetic, what is run.
    module(
      "RafterDocuments",
      ["RafterQuantities", "RafterDiagnostics", .product(name: "Yams", package: "Yams")]),
    module("RafterRoofline", ["RafterQuantities"]),
    module("RafterWorkload", ["RafterQuantities", "RafterDiagnostics"]),
    // Level 2: what it runs on, and reading models.
    module(
      "RafterHardware",
      ["RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload"]),
    module(
      "RafterImporters",
      ["RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload"]),
    module("RafterLibrary", ["CRafterResources"]),
    // Level 3: transformers; laying a workload on a machine.
    module(
      "RafterTransformers",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload",
        "RafterImporters",
      ]),
    module(
      "RafterMapping",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload",
        "RafterHardware",
      ]),
    // What fills the numbers that a description leaves open.
    module(
      "RafterTechnology",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload",
        "RafterHardware",
      ]),
    // The time of a kernel on a GPU.
    module(
      "RafterKernels",
      ["RafterQuantities", "RafterDiagnostics", "RafterWorkload", "RafterHardware"]),
    // This computer, timed.
    module(
      "RafterHost", ["CRafterKernels", "RafterQuantities", "RafterWorkload", "RafterHardware"]),
    // Published machines, and where one of ours falls among them.
    module(
      "RafterSurvey",
      ["RafterQuantities", "RafterDiagnostics", "RafterRoofline", "RafterHardware"]),
    // Other tools' descriptions of hardware as ours.
    module(
      "RafterConverters",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload",
        "RafterHardware",
      ]),
    // Level 4: the roofline of a workload on a machine.
    module(
      "RafterAnalysis",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterRoofline", "RafterWorkload",
        "RafterHardware", "RafterMapping",
      ]),
    // Other tools' models, and published numbers to compare with.
    module(
      "RafterPeers",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterWorkload",
        "RafterHardware", "RafterLibrary", "RafterMapping", "RafterKernels", "RafterFitting",
      ]),
    // Level 5: what was measured, under the roofs; what to change.
    module(
      "RafterMeasurement",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterFitting", "RafterWorkload",
        "RafterRoofline", "RafterHardware", "RafterImporters", "RafterSurvey", "RafterAnalysis",
      ]),
    module(
      "RafterLevers",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterRoofline", "RafterWorkload",
        "RafterHardware", "RafterTechnology", "RafterAnalysis",
      ]),
    // Level 6: showing it.
    module(
      "RafterReport",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterRoofline", "RafterWorkload",
        "RafterHardware", "RafterImporters", "RafterMapping", "RafterSurvey", "RafterAnalysis",
        "RafterLevers", "RafterPeers", "RafterMeasurement", "RafterHost",
      ]),
    // Level 7: the package as one import, and the command.
    module(
      "Rafter",
      [
        "RafterQuantities", "RafterDiagnostics", "RafterDocuments", "RafterRoofline",
        "RafterWorkload", "RafterHardware", "RafterImporters", "RafterTransformers",
        "RafterLibrary", "RafterMapping", "RafterKernels", "RafterTechnology", "RafterSurvey",
        "RafterConverters", "RafterAnalysis",
        "RafterLevers", "RafterPeers", "RafterMeasurement", "RafterHost", "RafterReport",
      ]),
    .executableTarget(
      name: "RafterCommand",
      dependencies: [
        "Rafter", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // The search against its stored results: `make replay`.
    .executableTarget(
      name: "RafterReplay", dependencies: ["Rafter"], swiftSettings: strict),
    // Tests.
    .target(
      name: "RafterTestSupport", path: "Tests/RafterTestSupport", swiftSettings: strict),
    tests("RafterQuantitiesTests", ["RafterQuantities"]),
    tests("RafterDiagnosticsTests", ["RafterDiagnostics"]),
    tests("RafterDocumentsTests", ["RafterDocuments", "RafterDiagnostics", "RafterQuantities"]),
    tests("RafterRooflineTests", ["RafterRoofline", "RafterQuantities"]),
    tests("RafterWorkloadTests", ["RafterWorkload", "RafterQuantities"]),
    tests(
      "RafterHardwareTests",
      [
        "RafterHardware", "RafterDocuments", "RafterDiagnostics", "RafterQuantities",
        "RafterLibrary", "RafterWorkload",
      ]),
    tests(
      "RafterImportersTests",
      [
        "RafterImporters", "RafterDocuments", "RafterWorkload", "RafterDiagnostics",
        "RafterQuantities", "RafterLibrary",
      ]),
    tests(
      "RafterTransformersTests",
      [
        "RafterTransformers", "RafterImporters", "RafterWorkload", "RafterDiagnostics",
        "RafterDocuments", "RafterQuantities", "RafterLibrary",
      ]),
    tests(
      "RafterMappingTests",
      [
        "RafterMapping", "RafterHardware", "RafterWorkload", "RafterQuantities",
        "RafterDiagnostics",
      ]),
    tests(
      "RafterTechnologyTests",
      [
        "RafterTechnology", "RafterHardware", "RafterDocuments", "RafterDiagnostics",
        "RafterQuantities", "RafterWorkload", "RafterLibrary",
      ]),
    tests(
      "RafterConvertersTests",
      [
        "RafterConverters", "RafterHardware", "RafterWorkload", "RafterQuantities",
        "RafterDiagnostics",
      ]),
    tests(
      "RafterKernelsTests",
      [
        "RafterKernels", "RafterHardware", "RafterLibrary", "RafterQuantities",
        "RafterDiagnostics", "RafterWorkload",
      ]),
    tests("RafterSurveyTests", ["Rafter"]),
    tests("RafterAnalysisTests", ["Rafter"]),
    tests("RafterLeversTests", ["Rafter"]),
    tests("RafterPeersTests", ["Rafter"]),
    tests("RafterReportTests", ["Rafter"]),
    tests("RafterFittingTests", ["RafterFitting"]),
    tests("RafterMeasurementTests", ["Rafter", "RafterFitting"]),
    tests("RafterHostTests", ["Rafter"]),
    tests("CommandLineTests", ["RafterCommand"]),
    tests("ArchitectureTests", []),
  ]
)
