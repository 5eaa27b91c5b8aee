// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The platform's mathematical functions under names that do not clash.
enum Transcendental {
  @Sendable static func exp(_ x: Double) -> Double { systemExp(x) }
  @Sendable static func log(_ x: Double) -> Double { systemLog(x) }
  @Sendable static func sin(_ x: Double) -> Double { systemSin(x) }
  @Sendable static func cos(_ x: Double) -> Double { systemCos(x) }
  @Sendable static func tanh(_ x: Double) -> Double { systemTanh(x) }
  @Sendable static func erf(_ x: Double) -> Double { systemErf(x) }
  @Sendable static func pow(_ x: Double, _ y: Double) -> Double { systemPow(x, y) }
}

private func systemExp(_ x: Double) -> Double { exp(x) }
private func systemLog(_ x: Double) -> Double { log(x) }
private func systemSin(_ x: Double) -> Double { sin(x) }
private func systemCos(_ x: Double) -> Double { cos(x) }
private func systemTanh(_ x: Double) -> Double { tanh(x) }
private func systemErf(_ x: Double) -> Double { erf(x) }
private func systemPow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
