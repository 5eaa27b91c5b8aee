// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Logarithms of factorials, for probabilities whose parts are too large to be numbers.
enum LogFactorial {
  /// `ln n!`: summed up to 64, then Stirling's series, whose next term is below 1e-16 there.
  static func value(_ n: Int) -> Double {
    guard n > 1 else { return 0 }
    if n <= 64 { return (2...n).reduce(0.0) { $0 + log(Double($1)) } }
    let x = Double(n)
    let correction = 1 / (12 * x) - 1 / (360 * x * x * x) + 1 / (1260 * x * x * x * x * x)
    return x * log(x) - x + 0.5 * log(2 * Double.pi * x) + correction
  }

  /// `ln C(n, k)`; few factors are added up one by one, since the difference of two large logarithms loses digits.
  static func choose(_ n: Int, _ k: Int) -> Double {
    let fewer = min(k, n - k)
    guard fewer <= 1024 else { return value(n) - value(k) - value(n - k) }
    return (0..<fewer).reduce(0.0) { $0 + log(Double(n - $1) / Double($1 + 1)) }
  }

  /// `e^x`.
  static func exp(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.exp(x)
    #elseif canImport(Musl)
      Musl.exp(x)
    #else
      Darwin.exp(x)
    #endif
  }

  /// `base^exponent`.
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
