// SPDX-License-Identifier: Apache-2.0

/// What a machine is among others: what lists are filtered by.
public struct Identity: Sendable, Hashable {
  /// The classes of machines.
  public enum Class: String, Sendable, Hashable, CaseIterable {
    /// Graphics processors.
    case gpu
    /// Google's tensor processors of the data centre.
    case tpu
    /// Other chips of the data centre.
    case datacenter
    /// Chips and blocks of devices at the edge.
    case edge
    /// Microcontrollers.
    case mcu
    /// Chips of universities and laboratories.
    case research
    /// In-memory compute.
    case imc
    /// Machines that exist in a tool only.
    case template
  }

  /// Its class; nil where it is not said.
  public var `class`: Class?
  /// Who makes it.
  public var vendor: String?
  /// The year in which it was published or could be bought.
  public var year: Int?

  /// Creates an identity.
  public init(class kind: Class? = nil, vendor: String? = nil, year: Int? = nil) {
    self.class = kind
    self.vendor = vendor
    self.year = year
  }
}
