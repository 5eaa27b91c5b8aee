// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

/// Ours; the testing library has a `SourceLocation` too.
typealias Place = RafterDiagnostics.SourceLocation
