// SPDX-License-Identifier: Apache-2.0
import Rafter
import Testing

@Suite struct PrintPowerTests {
  @Test func `print`() throws {
    let set = ValidationSet.h200Power
    let files = set.builtIn.compactMap { name in
      BuiltIn.file(name, kind: .validationCase).map {
        ValidationFile(path: name, text: String(decoding: $0.bytes, as: UTF8.self))
      }
    }
    let clock = ContinuousClock()
    var text = ""
    let time = try clock.measure {
      text = ValidationReport([ValidationOutcome(set, try set.run(files))]).text(.table)
    }
    print(text, time)
  }
}
