// SPDX-License-Identifier: Apache-2.0
import RafterQuantities

extension SramLaw {
  /// Laws as the Swift file that embeds them, so that no fit is made at the start of the program.
  public static func swiftText(of laws: [SramLaw]) -> String {
    let rows = laws.map { law in
      """
          SramLaw(
            node: ProcessNode(\(number(law.node.value))), device: .\(law.device), banks: \(law.banks),
            width: BitCount(\(number(law.width.value))),
      \(text("read", law.read)),
      \(text("write", law.write)),
      \(text("leakage", law.leakage)),
      \(text("area", law.area))),
      """
    }
    return """
      // SPDX-License-Identifier: Apache-2.0
      // Made by SramConstantsTests from technologies/sram-cacti.csv (RECORD_GOLDEN=1); do not edit.
      import RafterQuantities

      extension SramLaw {
        /// The laws fitted to the memories that CACTI 7 was run for: joule, watt, square millimetre.
        public static let standard: [SramLaw] = [
      \(rows.joined(separator: "\n"))
        ]
      }

      """
  }

  private static func text<D>(_ name: String, _ law: PowerLaw<D>) -> String {
    """
          \(name): PowerLaw(
            base: Quantity(\(number(law.base.value))), slope: Quantity(\(number(law.slope.value))),
            capacityExponent: \(number(law.capacityExponent)), widthExponent: \(number(law.widthExponent)))
    """
  }

  private static func number(_ value: Double) -> String {
    let text = Format.significant(value, digits: 6)
    return text.contains(".") || text.contains("e") ? text : text + ".0"
  }
}
