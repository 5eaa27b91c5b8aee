// SPDX-License-Identifier: Apache-2.0

/// The file that `rafter init accelerator` writes.
public enum AcceleratorTemplate {
  /// A commented description that is valid as it stands.
  public static let text = """
    # An accelerator for Rafter. Change it line by line: `rafter roofline FILE` says what is wrong.
    # Every number has its unit in the text: KiB (1024) and kB (1000) differ, bit and B differ.
    rafter: accelerator/1
    name: my-npu

    # Where the numbers come from, and how far to trust them:
    # measured | published | estimated | assumed.
    source: {title: My own first guess, confidence: assumed}
    sources:
      datasheet: {title: Data sheet of the DRAM, confidence: published}

    # All cycles are counted in this clock.
    technology: {node: 22 nm, voltage: 0.8 V, frequency: 500 MHz, area: 4 mm2}

    # `static` is drawn whether or not anything is computed; without `cap` power limits nothing.
    power: {static: 40 mW, cap: 2 W, domain: chip}

    # The time to start one layer.
    launch: 5 us

    # From the outermost memory to the arithmetic. An operand is stored in every memory that lists it in
    # `holds` and bypasses the others.
    path:
      - memory: dram
        capacity: 4 GiB
        holds: [weights, inputs, outputs]
        ports:
          # A number may say more about itself.
          - kind: read-write
            bandwidth: {value: 12.8 GB/s, source: datasheet, range: 10..13 GB/s}
            sustained: 0.85         # what long transfers reach
            granularity: 64 B       # the least that one access moves
        # An energy nobody knows is `unknown`; no energy roof is drawn through that memory.
        energy: {read: 9 pJ/bit, write: 9 pJ/bit}

      - memory: buffer
        capacity: 512 KiB
        buffering: double           # a tile is filled while the one before it is used
        holds: [inputs, outputs]    # weights bypass it
        ports:                      # of one instance
          - {kind: read, bandwidth: 64 B/cycle}
          - {kind: write, bandwidth: 64 B/cycle}
        energy: {read: 0.16 pJ/bit, write: 0.15 pJ/bit}
        area: 0.5 mm2               # of all instances together

      - memory: accumulator
        capacity: 64 KiB
        holds: [outputs]
        ports:
          # 32 columns x 4 bytes are read, added to and written back in every cycle.
          - {kind: read, bandwidth: 128 B/cycle}
          - {kind: write, bandwidth: 128 B/cycle}
        energy: {read: 0.03 pJ/bit, write: 0.06 pJ/bit}

      # What follows exists once for each of the 32 x 32 parts.
      - array: {rows: 32, columns: 32}
        multicast: {columns: [inputs]}   # one read serves all parts along that side
        reduce: {rows: [outputs]}        # sums run along that side; one leaves it
        fill: {rows: 32 cycles}          # for data to reach the last part
        wire: 0.02 pJ/bit

      # Each MAC takes its operands from the innermost memory that holds them: registers are memories too.
      - memory: weight-register
        capacity: 2 B
        buffering: double
        holds: [weights]
        ports:
          - {kind: read, bandwidth: 1 B/cycle}
          - {kind: write, bandwidth: 1 B/cycle}
        energy: {read: 0.003 pJ/bit, write: 0.006 pJ/bit}

      - compute: mac
        formats:                    # inputs x weights
          - {operands: int8 x int8, accumulate: int32, rate: 1 MAC/cycle, energy: 0.16 pJ, area: 300 um2}

    # Softmax, normalisation, activation and sums run here; `energy: unknown` is allowed.
    vector: {rate: 32 op/cycle, energy: 0.5 pJ, memory: buffer}

    """
}
