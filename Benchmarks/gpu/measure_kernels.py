#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times kernels of language models on the NVIDIA GPU of this machine, with the energy of its board.

    python3 measure_kernels.py OUT.csv [--seconds N] [--device NAME]

Writes one row for each kernel in the columns of the sets `gpu-kernels` and `h200-power` of `rafter validate`.
A time is the median over replays of a captured graph, so that no host launch is in it; operands rotate over copies that
together exceed the L2 four times, so that weights come from DRAM. Energy is the board's own counter
(nvmlDeviceGetTotalEnergyConsumption, updated about every 20 ms) over half a second of replays and more; its power is an average.
Inputs are random normal numbers: zeros draw less power and run faster.
Needs PyTorch (2.8 or later) and nvidia-ml-py.
"""
import argparse
import csv
import random
import statistics
import sys
import time

import pynvml
import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

COLUMNS = (
    "id,kind,device,n_devices,stack,model,op,dtype,phase,params,ops,min_bytes,latency_s,throughput,"
    "throughput_unit,power_w,power_limit_w,source,notes,quality,status"
).split(",")
DTYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16, "fp32": torch.float32, "tf32": torch.float32}
L2_BYTES = 64 << 20


class Meter:
    """Graph replays and what they take."""

    def __init__(self, window):
        pynvml.nvmlInit()
        self.board = pynvml.nvmlDeviceGetHandleByIndex(0)
        self.window = window

    def limit(self):
        return pynvml.nvmlDeviceGetEnforcedPowerLimit(self.board) / 1000

    def joules(self):
        return pynvml.nvmlDeviceGetTotalEnergyConsumption(self.board) / 1000

    def clock(self):
        return pynvml.nvmlDeviceGetClockInfo(self.board, pynvml.NVML_CLOCK_SM)

    def next_step(self, graph):
        """(joules, time) at the counter's next step, while replays go on."""
        value = self.joules()
        while True:
            graph.replay()
            torch.cuda.synchronize()
            now = self.joules()
            if now != value:
                return now, time.perf_counter()

    def run(self, kernels):
        """(seconds of one kernel, spread, watts, SM clock in MHz) of kernels that run in turn."""
        for kernel in kernels[:2]:
            kernel()
        torch.cuda.synchronize()
        started = time.perf_counter()
        kernels[0]()
        torch.cuda.synchronize()
        guess = max(2e-6, time.perf_counter() - started)
        count = max(len(kernels), min(200, int(0.005 / guess)))
        count = -(-count // len(kernels)) * len(kernels)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            for i in range(count):
                kernels[i % len(kernels)]()
        graph.replay()
        torch.cuda.synchronize()
        times = []
        # Warm up in earnest: clocks and power settle within some tenths of a second.
        end = time.perf_counter() + 0.25
        while time.perf_counter() < end:
            graph.replay()
            torch.cuda.synchronize()
        # The counter moves in steps of tens of milliseconds: begin and end on a step.
        before = self.next_step(graph)
        clock = 0
        while time.perf_counter() - before[1] < self.window or len(times) < 5:
            a, b = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            a.record()
            graph.replay()
            b.record()
            torch.cuda.synchronize()
            times.append(a.elapsed_time(b) / 1000 / count)
            if len(times) == 3:
                clock = self.clock()
        after = self.next_step(graph)
        watts = (after[0] - before[0]) / (after[1] - before[1])
        times.sort()
        middle = statistics.median(times)
        spread = (times[int(0.9 * (len(times) - 1))] - times[int(0.1 * (len(times) - 1))]) / middle
        return middle, spread, watts, clock


def copies(size):
    """How many copies of so many bytes exceed the L2 four times."""
    return max(1, min(64, -(-4 * L2_BYTES // max(1, size))))


def randn(*shape, dtype=torch.bfloat16):
    return torch.randn(*shape, device="cuda", dtype=torch.float32).to(dtype) * 0.1


def gemm(m, n, k, dtype):
    """Kernels of C[m,n] = A[m,k] W[n,k]^T, their operations and least bytes."""
    size = {"bfloat16": 2, "float16": 2, "fp32": 4, "tf32": 4, "fp8": 1, "int8": 1}[dtype]
    sets = copies(n * k * size)
    ops, least = 2 * m * n * k, (m * k + n * k) * size + m * n * max(2, size)
    kernels = []
    if dtype == "fp8":
        one = torch.ones((), device="cuda")
        a = randn(m, k).to(torch.float8_e4m3fn)
        for _ in range(sets):
            w = randn(n, k).to(torch.float8_e4m3fn)
            kernels.append(
                lambda a=a, w=w: torch._scaled_mm(a, w.t(), scale_a=one, scale_b=one, out_dtype=torch.bfloat16, use_fast_accum=True))
    elif dtype == "int8":
        least = (m * k + n * k) + 4 * m * n
        a = torch.randint(-64, 64, (m, k), device="cuda", dtype=torch.int8)
        for _ in range(sets):
            w = torch.randint(-64, 64, (n, k), device="cuda", dtype=torch.int8)
            kernels.append(lambda a=a, w=w: torch._int_mm(a, w.t()))
    else:
        torch.backends.cuda.matmul.allow_tf32 = dtype == "tf32"
        a = randn(m, k, dtype=DTYPES[dtype])
        for _ in range(sets):
            w = randn(n, k, dtype=DTYPES[dtype])
            kernels.append(lambda a=a, w=w: F.linear(a, w))
    return kernels, ops, least


def attention(phase, b, h, hkv, d, s, backend):
    if phase == "decode":
        ops, least, queries = 4 * b * h * d * s, 2 * 2 * b * hkv * d * s + 2 * 2 * b * h * d, 1
    else:
        ops, queries = 4 * b * h * d * s * (s + 1) // 2, s
        least = 2 * 2 * b * hkv * d * s + 2 * 2 * b * h * d * s
    kernels = []
    for _ in range(copies(2 * 2 * b * hkv * d * s)):
        q, key, value = randn(b, h, queries, d), randn(b, hkv, s, d), randn(b, hkv, s, d)

        def kernel(q=q, key=key, value=value):
            with sdpa_kernel([backend]):
                F.scaled_dot_product_attention(q, key, value, is_causal=phase != "decode", enable_gqa=h != hkv)

        kernels.append(kernel)
    return kernels, ops, least


def moe(tokens, hidden, inter, topk, experts):
    """Gate, up and down products of the experts, tokens spread evenly."""
    rows = tokens * topk
    sizes = [rows // experts + (1 if e < rows % experts else 0) for e in range(experts)]
    used = sum(1 for size in sizes if size > 0)
    offsets = torch.tensor(sizes, device="cuda", dtype=torch.int32).cumsum(0).to(torch.int32)
    up = torch.empty(experts, hidden, 2 * inter, device="cuda", dtype=torch.bfloat16)
    down = torch.empty(experts, inter, hidden, device="cuda", dtype=torch.bfloat16)
    for e in range(experts):
        up[e], down[e] = randn(hidden, 2 * inter), randn(inter, hidden)
    x = randn(rows, hidden)

    def kernel():
        y = torch._grouped_mm(x, up, offs=offsets)
        gate, value = y.chunk(2, dim=-1)
        torch._grouped_mm(F.silu(gate) * value, down, offs=offsets)

    return [kernel], 6 * rows * hidden * inter, 6 * used * hidden * inter


def vector(op, rows, columns):
    size = rows * columns * 2
    kernels = []
    weight = randn(columns)
    moved = {"add": 3, "copy": 2, "silu_mul": 3}.get(op, 2)
    for _ in range(copies(size)):
        x, y, out = randn(rows, columns), randn(rows, columns), torch.empty(rows, columns, device="cuda", dtype=torch.bfloat16)
        kernels.append({
            "rmsnorm": lambda x=x: F.rms_norm(x, (columns,), weight),
            "layernorm": lambda x=x: F.layer_norm(x, (columns,), weight, weight),
            "softmax": lambda x=x: torch.softmax(x, dim=-1),
            "gelu": lambda x=x: F.gelu(x),
            "add": lambda x=x, y=y, out=out: torch.add(x, y, out=out),
            "copy": lambda x=x, out=out: out.copy_(x),
        }[op])
    return kernels, None, moved * size


def plan():
    """Every kernel to time: (op, dtype, phase, params, builder)."""
    rows = []

    def add(op, dtype, phase, params, build, stack="PyTorch"):
        rows.append((op, dtype, phase, params, build, stack))

    layers = [(4096, 4096), (6144, 4096), (28672, 4096), (4096, 14336), (8192, 8192), (10240, 8192), (2048, 2048), (1024, 7168)]
    for n, k in layers:
        for m in (1, 16, 64, 256, 1024, 4096, 16384):
            add("gemm", "bfloat16", "", f"m={m};n={n};k={k}", lambda m=m, n=n, k=k: gemm(m, n, k, "bfloat16"))
    for n, k in layers[:1] + layers[2:4] + layers[4:5]:
        for m in (16, 64, 256, 1024, 4096, 16384):
            add("gemm", "fp8", "", f"m={m};n={n};k={k}", lambda m=m, n=n, k=k: gemm(m, n, k, "fp8"))
    for m in (32, 256, 4096):
        for dtype in ("int8", "tf32", "fp32", "float16"):
            add("gemm", dtype, "", f"m={m};n=8192;k=8192", lambda m=m, d=dtype: gemm(m, 8192, 8192, d))
    # Around the edges of a wave: the tiles that fill the multiprocessors, and one more row of them.
    for m in (1408, 1536, 2112, 2176, 2240, 3000, 1111):
        add("gemm", "bfloat16", "", f"m={m};n=4096;k=4096", lambda m=m: gemm(m, 4096, 4096, "bfloat16"))
    for b, s in ((1, 1024), (1, 4096), (1, 16384), (8, 1024), (8, 4096), (8, 16384), (32, 4096), (64, 1024)):
        for h, hkv in ((32, 8), (64, 8), (32, 32)):
            params = f"B={b};H={h};Hkv={hkv};D=128;S={s}"
            for backend in ("flash", "cudnn"):
                which = SDPBackend.FLASH_ATTENTION if backend == "flash" else SDPBackend.CUDNN_ATTENTION
                add("attention", "bf16/kv bf16", "decode", params,
                    lambda b=b, h=h, hkv=hkv, s=s, w=which: attention("decode", b, h, hkv, 128, s, w), f"PyTorch SDPA {backend}")
    for b, s in ((1, 1024), (1, 4096), (1, 16384), (4, 2048)):
        for h, hkv in ((32, 8), (64, 8)):
            params = f"B={b};H={h};Hkv={hkv};D=128;S={s}"
            for backend in ("flash", "cudnn"):
                which = SDPBackend.FLASH_ATTENTION if backend == "flash" else SDPBackend.CUDNN_ATTENTION
                add("attention", "bf16", "prefill-causal", params,
                    lambda b=b, h=h, hkv=hkv, s=s, w=which: attention("prefill", b, h, hkv, 128, s, w), f"PyTorch SDPA {backend}")
    for name, hidden, inter, topk, experts in (("Mixtral-8x7B", 4096, 14336, 2, 8), ("Qwen3-30B-A3B", 2048, 768, 8, 128),
                                               ("Qwen3-235B-A22B", 4096, 1536, 8, 128)):
        for tokens in (8, 64, 256, 1024, 8192):
            params = f"tokens={tokens};hidden={hidden};inter={inter};topk={topk};E={experts};dist=balanced"
            add("moe_ffn(gate+up+down)", "bfloat16", "", params,
                lambda t=tokens, h=hidden, i=inter, k=topk, e=experts: moe(t, h, i, k, e), f"PyTorch grouped_mm|{name}")
    for op in ("rmsnorm", "layernorm", "softmax", "gelu", "add", "copy"):
        for r, c in ((1, 4096), (64, 4096), (1024, 4096), (8192, 4096), (32768, 8192)):
            add(op, "bfloat16", "", f"dims={r};{c}", lambda o=op, r=r, c=c: vector(o, r, c))
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("--seconds", type=float, default=400, help="stop after so many seconds")
    parser.add_argument("--window", type=float, default=0.6, help="seconds of replays for each kernel")
    parser.add_argument("--device", default="")
    arguments = parser.parse_args()
    begun = time.perf_counter()
    torch.manual_seed(0)
    meter = Meter(arguments.window)
    name = torch.cuda.get_device_name(0)
    device = arguments.device or name.replace("NVIDIA ", "").split(" ")[0] + "-SXM"
    driver = pynvml.nvmlSystemGetDriverVersion()
    source = f"measured with Benchmarks/gpu/measure_kernels.py on one {name}; PyTorch {torch.__version__}; driver {driver}"
    time.sleep(2)
    before, start = meter.joules(), time.perf_counter()
    time.sleep(2)
    idle = (meter.joules() - before) / (time.perf_counter() - start)
    properties = torch.cuda.get_device_properties(0)
    print(f"# {name}: {properties.multi_processor_count} multiprocessors, L2 {properties.L2_cache_size >> 20} MiB, "
          f"idle {idle:.1f} W, limit {meter.limit():.0f} W, max SM clock "
          f"{pynvml.nvmlDeviceGetMaxClockInfo(meter.board, pynvml.NVML_CLOCK_SM)} MHz", flush=True)
    cases = plan()
    order = list(range(len(cases)))
    random.Random(1).shuffle(order)
    done = {}
    for index in order:
        if time.perf_counter() - begun > arguments.seconds:
            print(f"# out of time after {len(done)} of {len(cases)}", flush=True)
            break
        op, dtype, phase, params, build, stack = cases[index]
        stack, _, model = stack.partition("|")
        try:
            kernels, ops, least = build()
            seconds, spread, watts, clock = meter.run(kernels)
        except Exception as error:  # a kernel that this version has not: said, not fatal
            print(f"# {op} {dtype} {phase} {params} {stack}: {type(error).__name__}: {str(error)[:120]}", flush=True)
            torch.cuda.synchronize()
            continue
        finally:
            kernels = None
            torch.cuda.empty_cache()
        rate = (ops / seconds / 1e12, "TFLOP/s") if ops and phase != "decode" else (least / seconds / 1e9, "GB/s (min bytes)")
        done[index] = {
            "id": f"R{index + 1:04d}", "kind": "op", "device": device, "n_devices": 1, "stack": f"{stack} {torch.__version__}", "model": model,
            "op": op, "dtype": dtype, "phase": phase, "params": params, "ops": ops or "", "min_bytes": least,
            "latency_s": f"{seconds:.5g}", "throughput": f"{rate[0]:.5g}", "throughput_unit": rate[1],
            "power_w": f"{watts:.1f}", "power_limit_w": f"{meter.limit():.0f}", "source": source,
            "notes": f"SM clock {clock} MHz; 10-90 % spread {100 * spread:.1f} %; weights cold",
            "quality": "ok" if spread < 0.1 else "spread", "status": "MEASURED"}
    with open(arguments.output, "w", newline="") as file:
        file.write(f"# {source}\n# idle {idle:.1f} W, power limit {meter.limit():.0f} W, {properties.multi_processor_count} multiprocessors\n")
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for index in sorted(done):
            writer.writerow(done[index])
    for index in sorted(done):
        row = done[index]
        print(row["op"], row["dtype"], row["phase"], row["params"], row["stack"].split(" 2")[0], row["latency_s"], row["throughput"], row["throughput_unit"], row["power_w"], flush=True)
    print(f"# {len(done)} kernels in {time.perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
