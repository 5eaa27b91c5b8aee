// SPDX-License-Identifier: Apache-2.0
public import RafterDiagnostics
import RafterDocuments
public import RafterHardware
public import RafterWorkload

extension MappingDraft {
  /// The mappings of a layer's products on a machine, in the order of the products.
  ///
  /// - Parameters:
  ///   - nests: the products, in the formats they run in.
  ///   - accelerator: what they are laid out on.
  ///   - format: the format that the machine multiplies their operands in.
  /// - Throws: everything that is wrong, in the order of its place: keys and values, names that layer or
  ///   machine do not have, tiles that grow inwards, parts beyond a side, operands where they are not held,
  ///   stores out of order, and tiles that do not fit.
  public func mappings(
    of nests: [LoopNest], on accelerator: Accelerator, format: ComputeFormat
  ) throws(DiagnosticList) -> [Mapping] {
    var found = diagnostics
    var mappings: [Mapping] = []
    let whole = SourceLocation(file: file)
    if nests.isEmpty { found.append(.noProducts(at: whole)) }
    let labels = nests.map(\.label)
    for product in products where !nests.isEmpty && !labels.contains(product.label) {
      // The only product of a layer may go without its label.
      if nests.count == 1, products.count == 1, product.label.isEmpty { continue }
      found.append(.strayProduct(product.label, known: labels, at: product.location))
    }
    for nest in nests {
      let own =
        products.first { $0.label == nest.label }
        ?? (nests.count == 1 && products.count == 1 && products[0].label.isEmpty
          ? products[0] : nil)
      guard let own else {
        if !products.isEmpty {
          found.append(
            .noProduct(nest.label, known: products.map(\.label).filter { !$0.isEmpty }, at: whole))
        }
        continue
      }
      var resolver = MappingResolver(nest, on: accelerator)
      resolver.resolve(own)
      found += resolver.found
      let mapping = Mapping(nodes: resolver.nodes)
      if resolver.isWhole, own.isWhole, !resolver.found.contains(where: { $0.severity == .error }) {
        found += resolver.capacity(mapping, format: format)
      }
      mappings.append(mapping)
    }
    let list = DiagnosticList(found.inOrderOfPlace())
    guard !list.hasErrors, mappings.count == nests.count else { throw list }
    return mappings
  }
}

/// Looks the names of a draft up and follows its stretches inwards.
struct MappingResolver {
  let nest: LoopNest
  let accelerator: Accelerator
  let memories: [MemoryLevel]
  /// The sides of all arrays: element of the path, index of the side, side.
  let sides: [(element: Int, axis: Int, side: FanOut.Axis)]
  /// Where the memories stand in the path.
  let memoryElements: [Int]

  var nodes: [MappingNode] = []
  /// Where each of `nodes` is written.
  var places: [SourceLocation] = []
  var found: [Diagnostic] = []
  /// Whether every name was known, so that what is missing is really missing.
  var isWhole = true
  /// Iterations of each dimension that are left to what is further in.
  var lengths: [Int]
  /// The memories each operand is stored in so far.
  var stored: [[Int]] = [[], [], []]
  /// What the file says passes by which memory.
  var bypassed: [(operand: Operand, memory: Int, location: SourceLocation)] = []
  /// Parts used of each of `sides`, and by what.
  var used: [[(parts: Int, dimension: String)]]

  init(_ nest: LoopNest, on accelerator: Accelerator) {
    self.nest = nest
    self.accelerator = accelerator
    memories = accelerator.memories
    var sides: [(element: Int, axis: Int, side: FanOut.Axis)] = []
    var elements: [Int] = []
    for (index, element) in accelerator.path.enumerated() {
      switch element {
      case .memory: elements.append(index)
      case .array(let array):
        for (axis, side) in array.axes.enumerated() { sides.append((index, axis, side)) }
      case .compute: break
      }
    }
    self.sides = sides
    memoryElements = elements
    lengths = nest.dimensions.map { max(1, $0.bound) }
    used = sides.map { _ in [] }
  }

  mutating func resolve(_ product: MappingDraft.Product) {
    isWhole = product.isWhole
    for bound in product.bounds {
      guard let d = dimension(bound.name, at: bound.nameLocation), let count = bound.count else {
        continue
      }
      if count.number != lengths[d] {
        found.append(
          .otherLayer(bound.name, count.number, is: lengths[d], at: count.location))
      }
    }
    for node in product.nodes {
      switch node {
      case .store(let memory, let operands): store(memory, operands)
      case .bypass(let memory, let operands): bypass(memory, operands)
      case .loop(let name, let tile): loop(name, tile)
      case .unroll(let name, let factor, let tile, let side): unroll(name, factor, tile, side)
      }
    }
    for pass in bypassed where stored[pass.operand.index].contains(pass.memory) {
      found.append(
        .storedAndBypassed(pass.operand, memory: memories[pass.memory].name, at: pass.location))
    }
    guard isWhole else { return }
    for operand in Operand.allCases {
      guard let home = memories.firstIndex(where: { $0.holds.contains(operand) }) else { continue }
      if stored[operand.index].isEmpty {
        found.append(
          .firstStore(operand, memory: nil, home: memories[home].name, at: product.location))
      }
    }
    for (d, length) in lengths.enumerated() where length > 1 {
      found.append(.unfinished(nest.dimensions[d].name, length: length, at: product.location))
    }
  }

  private mutating func dimension(_ name: String, at place: SourceLocation) -> Int? {
    if let d = nest.dimensions.firstIndex(where: { $0.name == name }) { return d }
    isWhole = false
    found.append(.unknownDimension(name, known: nest.dimensions.map(\.name), at: place))
    return nil
  }

  private mutating func store(_ memory: LocatedWord, _ operands: [MappingDraft.Stored]) {
    guard let m = memories.firstIndex(where: { $0.name == memory.text }) else {
      isWhole = false
      found.append(.unknownMemory(memory.text, known: memories.map(\.name), at: memory.location))
      return
    }
    if m == 0, nodes.contains(where: \.isLoop) {
      found.append(.homeInsideLoops(memory.text, at: memory.location))
    }
    checkArrays(before: m, at: memory.location)
    for item in operands {
      let holders = memories.indices.filter { memories[$0].holds.contains(item.operand) }
      guard holders.contains(m) else {
        found.append(
          .notHeld(
            item.operand, memory: memory.text, holders: holders.map { memories[$0].name },
            at: item.location))
        // It is stored, if in the wrong place.
        stored[item.operand.index].append(m)
        continue
      }
      let earlier = stored[item.operand.index]
      if let last = earlier.last, last >= m {
        found.append(
          .storeOrder(
            item.operand, memory: memory.text, after: memories[last].name, at: item.location))
      } else if earlier.isEmpty, let home = holders.first, home != m {
        found.append(
          .firstStore(
            item.operand, memory: memory.text, home: memories[home].name, at: item.location))
      }
      stored[item.operand.index].append(m)
      nodes.append(.store(item.operand, memory: m))
      places.append(item.location)
    }
  }

  private mutating func bypass(_ memory: LocatedWord, _ operands: [MappingDraft.Stored]) {
    guard let m = memories.firstIndex(where: { $0.name == memory.text }) else {
      isWhole = false
      found.append(.unknownMemory(memory.text, known: memories.map(\.name), at: memory.location))
      return
    }
    for item in operands {
      if memories[m].holds.contains(item.operand), !memories[m].mayBypass.contains(item.operand) {
        found.append(.cannotBypass(item.operand, memory: memory.text, at: item.location))
      }
      bypassed.append((item.operand, m, item.location))
    }
  }

  /// Arrays that were spread over must lie outside the memory.
  private mutating func checkArrays(before memory: Int, at place: SourceLocation) {
    let inner = nodes.compactMap { node -> Int? in
      guard case .unroll(_, let element, let axis, _, _) = node,
        element > memoryElements[memory]
      else { return nil }
      return sides.firstIndex { $0.element == element && $0.axis == axis }
    }
    guard let first = inner.first else { return }
    found.append(
      .arrayOrder(
        side: sides[first].side.name, memory: memories[memory].name, isMemoryFurtherIn: false,
        at: place))
  }

  private mutating func loop(_ name: LocatedWord, _ tile: MappingDraft.Count) {
    guard let d = dimension(name.text, at: name.location) else { return }
    let length = lengths[d]
    guard tile.number <= length else {
      found.append(
        .tileGrows(name.text, tile: tile.number, length: length, at: tile.location))
      return
    }
    add(
      .loop(dimension: d, bound: (length + tile.number - 1) / tile.number, tile: tile.number),
      at: name.location)
    lengths[d] = tile.number
  }

  private mutating func unroll(
    _ name: LocatedWord, _ factor: MappingDraft.Count?, _ tile: MappingDraft.Count?,
    _ side: LocatedWord
  ) {
    let d = dimension(name.text, at: name.location)
    let s = sides.firstIndex { $0.side.name == side.text }
    if s == nil {
      isWhole = false
      found.append(.unknownSide(side.text, known: sides.map(\.side.name), at: side.location))
    }
    guard let d else { return }
    let length = lengths[d]
    let stretch = tile?.number ?? (length + (factor?.number ?? 1) - 1) / (factor?.number ?? 1)
    if let tile, tile.number > length {
      found.append(
        .tileGrows(name.text, tile: tile.number, length: length, at: tile.location))
      return
    }
    let parts = (length + stretch - 1) / stretch
    if let factor, factor.number != parts {
      found.append(
        .partsDisagree(
          name.text, length: length, factor: factor.number, tile: stretch,
          at: factor.location))
    }
    lengths[d] = stretch
    guard let s else { return }
    let axis = sides[s].side
    if !axis.mayUnroll(d, of: nest) {
      let allowed = nest.dimensions.indices.filter { axis.mayUnroll($0, of: nest) }
        .map { nest.dimensions[$0].name }
      found.append(
        .notUnrollable(name.text, on: axis.name, allowed: allowed, at: name.location))
    }
    used[s].append((parts: parts, dimension: name.text))
    let (all, overflow) = used[s].reduce((1, false)) { product, use in
      let (next, more) = product.0.multipliedReportingOverflow(by: use.parts)
      return (next, product.1 || more)
    }
    if overflow || all > axis.size, parts > 1 {
      let list = used[s].map { "\($0.parts) of \($0.dimension)" }.joined(separator: " x ")
      found.append(
        .sideOverfull(
          axis.name, size: axis.size, parts: overflow ? Int.max : all, list,
          at: factor?.location ?? tile?.location ?? side.location))
    }
    let inside = nodes.contains { node in
      if case .store(_, let m) = node { memoryElements[m] > sides[s].element } else { false }
    }
    if inside,
      let m = stored.flatMap({ $0 }).filter({ memoryElements[$0] > sides[s].element }).min()
    {
      found.append(
        .arrayOrder(
          side: axis.name, memory: memories[m].name, isMemoryFurtherIn: true, at: side.location))
    }
    add(
      .unroll(
        dimension: d, element: sides[s].element, axis: sides[s].axis, factor: parts, tile: stretch),
      at: name.location)
  }

  private mutating func add(_ node: MappingNode, at place: SourceLocation) {
    nodes.append(node)
    places.append(place)
  }
}

extension MappingNode {
  /// Whether it is a loop, over time or over parts.
  var isLoop: Bool {
    if case .store = self { false } else { true }
  }
}
