// SPDX-License-Identifier: Apache-2.0
import RafterHardware
import RafterMapping

/// Contract: written once mappings can be evaluated again on another machine.
struct UncertaintyStudy {
  init(_ machine: Accelerator, formats: [ComputeFormat?]) {}
  func layer(_ layer: LayerAnalysis, format: ComputeFormat?) -> Uncertainty? { nil }
  func network(_ layers: [LayerAnalysis]) -> Uncertainty? { nil }
}
