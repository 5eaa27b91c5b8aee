// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// Apart from the main package, so that nobody who uses Rafter builds it.
let package = Package(
  name: "bench",
  platforms: [.macOS(.v26)],
  targets: [
    .executableTarget(
      name: "bench",
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ]
)
