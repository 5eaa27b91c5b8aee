// SPDX-License-Identifier: Apache-2.0
import RafterDiagnostics

// What can be wrong with measured kernels.
extension Diagnostic {
  static func kernelSize(_ name: String, in text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.kernel-size", "'\(text)' gives no size '\(name)' that fits", at: place,
      suggestion:
        "sizes are whole numbers from 1 to 2^30: `m=1;n=4096;k=4096`, `B=1;H=32;Hkv=8;D=128;S=1024`, `dims=4096;32`"
    )
  }

  static func kernelLoads(_ text: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.kernel-loads", "'\(text)' is no distribution of tokens over experts", at: place,
      suggestion: "write `dist=balanced` or `dist=power_law_1.01`")
  }

  static func kernelOperation(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.kernel-operation", "there is no model of the operation '\(name)'", at: place,
      suggestion:
        "operations are gemm, attention, moe_ffn, softmax, layernorm, rmsnorm, gelu, silu, add and copy"
    )
  }

  static func kernelFormat(_ name: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      id: "peers.unsupported-format",
      "there is no model of a kernel of this operation in '\(name)'",
      at: place,
      suggestion:
        "formats of products are bfloat16, float16, tf32, fp32, int8, sq, fp8, fp8_block, mxfp8, nvfp4, mxfp4, w4a8_mxfp4_mxfp8, w4afp8, int8_wo, int4_wo and w4a16_mxfp4; of attention bf16, fp16 and fp8, with a cache as in `bf16/kv fp8`"
    )
  }

  static func kernelDevice(_ name: String, known: [String], at place: SourceLocation?) -> Diagnostic
  {
    // A name without its socket is near to others that are shorter.
    let socketed = known.first { $0 == name.lowercased() + "-sxm" }
    let near = socketed ?? Suggestion.nearest(to: name.lowercased(), among: known)
    return Diagnostic(
      id: "peers.kernel-device", "no built-in GPU is called '\(name)'", at: place,
      suggestion: near.map { "did you mean '\($0)'?" }
        ?? "built in are \(known.joined(separator: ", ")), and what follows a name behind '-' is free: A100-SXM"
    )
  }

  static func kernelNotComputed(_ format: String, on device: String, at place: SourceLocation?)
    -> Diagnostic
  {
    Diagnostic(
      id: "peers.kernel-not-computed", "'\(device)' does not compute in the format of '\(format)'",
      at: place,
      suggestion: "leave these rows out, or describe the format under 'compute'")
  }
}
