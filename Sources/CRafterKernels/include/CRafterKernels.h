// SPDX-License-Identifier: Apache-2.0
// Micro-benchmarks of this computer: multiply-accumulates in each instruction set, streams through memory, a clock, the time to wake
// a thread. They compute and time; what the times mean is worked out in Swift.
#ifndef C_RAFTER_KERNELS_H
#define C_RAFTER_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// A loop of multiply-accumulates: an instruction set and a format. The loops called `VECTOR` multiply and add apart, in fp32: what a
/// unit does with numbers that meet no others.
typedef enum {
  RAFTER_PEAK_PORTABLE_FP32 = 0,
  RAFTER_PEAK_AVX2_FP32 = 1,
  RAFTER_PEAK_AVX2_FP64 = 2,
  RAFTER_PEAK_AVX2_INT8 = 3,
  RAFTER_PEAK_AVX512_FP32 = 4,
  RAFTER_PEAK_AVX512_FP64 = 5,
  RAFTER_PEAK_AVX512_VNNI_INT8 = 6,
  RAFTER_PEAK_AVX_VNNI_INT8 = 7,
  RAFTER_PEAK_AVX512_BF16 = 8,
  RAFTER_PEAK_AMX_INT8 = 9,
  RAFTER_PEAK_AMX_BF16 = 10,
  RAFTER_PEAK_NEON_FP32 = 11,
  RAFTER_PEAK_NEON_FP64 = 12,
  RAFTER_PEAK_NEON_FP16 = 13,
  RAFTER_PEAK_NEON_DOT_INT8 = 14,
  RAFTER_PEAK_PORTABLE_VECTOR = 15,
  RAFTER_PEAK_AVX2_VECTOR = 16,
  RAFTER_PEAK_AVX512_VECTOR = 17,
  RAFTER_PEAK_NEON_VECTOR = 18,
  RAFTER_PEAK_COUNT = 19
} rafter_peak;

/// Whether a loop was compiled for this architecture.
int rafter_peak_is_compiled(rafter_peak peak);

/// Whether this processor can run a loop.
int rafter_peak_is_present(rafter_peak peak);

/// Operations of one round of a loop; a multiply-accumulate is two.
double rafter_peak_operations(rafter_peak peak);

/// Which time is taken.
typedef enum {
  /// From the common start to the last end: what threads do to one another counts, and so does what else runs.
  RAFTER_CLOCK_WALL = 0,
  /// The time that the slowest thread had a processor: what else runs does not count.
  RAFTER_CLOCK_THREAD = 1
} rafter_clock;

/// Runs so many rounds of a loop on each of some threads, all at once.
/// Returns seconds; negative where it cannot be run.
double rafter_time_peak(rafter_peak peak, int threads, uint64_t rounds, rafter_clock clock);

/// How a stream uses memory.
typedef enum {
  /// Loads an array: one transfer an element.
  RAFTER_STREAM_READ = 0,
  /// b = a: two transfers.
  RAFTER_STREAM_COPY = 1,
  /// a = b + s * c: three transfers.
  RAFTER_STREAM_TRIAD = 2,
  /// b = a with stores that go past the caches: no line is read before it is written.
  RAFTER_STREAM_COPY_PAST_CACHES = 3,
  /// a = b + s * c with such stores.
  RAFTER_STREAM_TRIAD_PAST_CACHES = 4
} rafter_stream;

/// Streams `passes` times through `bytes` bytes on each of some threads, all at once; each thread has arrays of its own that
/// together take `bytes`, and goes through them `before` times before it is timed. Narrow ones use registers of at most 256 bits where there are
/// wider ones. Returns seconds as above; negative where memory is short.
double rafter_time_stream(
    rafter_stream stream, int is_narrow, int threads, size_t bytes, uint64_t before,
    uint64_t passes, rafter_clock clock);

/// Seconds that a thread has a processor for so many additions that wait for one another: a cycle each.
double rafter_time_additions(uint64_t count);

/// The least seconds, of so many tries, to wake some threads and hear from all of them.
double rafter_time_wake(int threads, int tries);

/// Whether the loops were compiled with optimisation; without, they are far slower than the processor.
int rafter_is_optimised(void);

/// Processors that this process may run on.
int rafter_processor_count(void);

#endif
