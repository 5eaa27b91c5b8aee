// SPDX-License-Identifier: Apache-2.0
@_exported public import RafterAnalysis
@_exported public import RafterConverters
@_exported public import RafterDiagnostics
@_exported public import RafterDocuments
@_exported public import RafterHardware
@_exported public import RafterImporters
@_exported public import RafterLibrary
@_exported public import RafterMapping
@_exported public import RafterPeers
@_exported public import RafterQuantities
@_exported public import RafterReport
@_exported public import RafterRoofline
@_exported public import RafterSurvey
@_exported public import RafterTechnology
@_exported public import RafterTransformers
@_exported public import RafterWorkload
