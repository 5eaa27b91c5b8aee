// SPDX-License-Identifier: Apache-2.0
import RafterAnalysis
struct LevelsChart { init(_ a: Analysis) {}; var scene: Scene { Scene(width: 10, height: 10, title: "") } }
struct WaterfallChart { init(_ a: Analysis, layer: LayerAnalysis?) {}; var scene: Scene { Scene(width: 10, height: 10, title: "") } }
