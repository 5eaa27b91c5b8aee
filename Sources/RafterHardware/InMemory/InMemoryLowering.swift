// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics
import RafterQuantities
import RafterWorkload

/// An in-memory array as elements of a path, which the mapper understands.
///
///     memory NAME-rewrite    what is being written; its port is the one through which cells are written
///     memory NAME-weights    the cells: weights stay until others take their place
///     array NAME-rows x NAME-columns     rows sum outputs, columns share an input; both wired so
///     compute NAME
///
/// The memories hold weights only, as many as the cells can. So weights that do not fit are rewritten, in the
/// time and with the energy of the port; rows and columns that a layer cannot use stand idle; and arrays further
/// out hold copies where their parts work on the same weights.
struct InMemoryLowering {
  /// The name of the compute unit.
  var name: String
  var array: InMemoryArray
  var format: InMemoryFormat
  var provenance: Provenance

  /// The elements before the arithmetic.
  var elements: [PathElement] { [.memory(rewriting), .memory(cells), .array(sides)] }

  private func ours<V: Sendable & Hashable>(_ value: V) -> Sourced<V> {
    Sourced(value, provenance)
  }

  private var rewriting: MemoryLevel {
    let port = array.rewrite.bandwidth.map {
      Port(kind: .read, bandwidth: $0, sustained: .ours(1, "1"))
    }
    return MemoryLevel(
      name: "\(name)-rewrite", capacity: ours(format.capacity), holds: [.weights],
      buffering: .single, ports: port.map { [$0] } ?? [],
      readEnergy: array.rewrite.energy, writeEnergy: ours(.zero), provenance: provenance,
      open: array.rewrite.open.contains(.writeEnergy) ? [.readEnergy] : [])
  }

  /// Weights are used where they lie: reading them is part of a MAC.
  private var cells: MemoryLevel {
    MemoryLevel(
      name: "\(name)-weights", capacity: ours(format.capacity), holds: [.weights],
      buffering: array.buffering, ports: [], readEnergy: ours(.zero), writeEnergy: ours(.zero),
      provenance: provenance)
  }

  private var sides: FanOut {
    FanOut(
      axes: [
        FanOut.Axis(
          name: "\(name)-rows", size: array.activeRows, multicast: [], reducesOutputs: true,
          wiring: .fixed),
        FanOut.Axis(
          name: "\(name)-columns", size: format.weightsPerRow, multicast: [.inputs],
          reducesOutputs: false, wiring: .fixed),
      ], provenance: provenance)
  }
}

extension Accelerator {
  /// The path as a file states it: without what an in-memory array was turned into.
  public var statedPath: [PathElement] {
    guard compute?.inMemory != nil, path.count > Self.loweredElements else { return path }
    return Array(path.dropLast(Self.loweredElements + 1)) + path.suffix(1)
  }

  /// The machine with an in-memory array in place of what its path has from a place on.
  ///
  /// Rates and energies of the formats follow from the array, as far as the unit leaves them open.
  ///
  /// - Parameters:
  ///   - start: The first element that is replaced.
  ///   - unit: The arithmetic; the first of its formats says what the array holds.
  /// - Returns: nil where the unit has no such array, or one that is too narrow for a weight.
  public func replacing(from start: Int, byInMemory unit: ComputeUnit) -> Accelerator? {
    guard path.indices.contains(start) else { return nil }
    var unit = unit
    unit.deriveInMemoryFormats()
    guard let array = unit.inMemory, let format = unit.formats.first?.inMemory else { return nil }
    let lowering = InMemoryLowering(
      name: unit.name, array: array, format: format, provenance: unit.provenance)
    var machine = self
    machine.path = Array(path[..<start]) + lowering.elements + [.compute(unit)]
    return machine
  }

  /// The elements that an in-memory array is turned into, beside the arithmetic.
  private static let loweredElements = 3

  /// The machine and the format as they are in that format, for a model in which the path is a tree.
  ///
  /// A path has the sides and capacities of the first format. In another one an in-memory array holds more or
  /// fewer weights, and each works at its own rate. Other machines are the same in all formats.
  public func arranged(for format: ComputeFormat) -> (Accelerator, ComputeFormat) {
    let nested = self.nested
    guard let unit = compute, let array = unit.inMemory, let own = format.inMemory else {
      return (nested, format)
    }
    var machine = nested
    var format = format
    format.rate.value = own.rate
    let lowering = InMemoryLowering(
      name: unit.name, array: array, format: own, provenance: unit.provenance)
    let first = path.count - 1 - Self.loweredElements
    guard first >= 0 else { return (nested, format) }
    machine.path.replaceSubrange(first..<(path.count - 1), with: lowering.elements)
    return (machine, format)
  }
}
