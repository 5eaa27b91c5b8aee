// SPDX-License-Identifier: Apache-2.0
#include "kernels.h"
#include "include/CRafterKernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

// Sixteen sums hide a latency of four cycles of four pipes.
#define SUMS 16
#define BARRIER(x) __asm__ volatile("" : "+w"(x))

static void neon_fp32(uint64_t rounds, volatile double *sink) {
  float32x4_t s[SUMS], a = vdupq_n_f32(0.999f), b = vdupq_n_f32(1e-6f);
  for (int i = 0; i < SUMS; i++) s[i] = vdupq_n_f32((float)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = vfmaq_f32(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = vaddq_f32(s[0], s[i]);
  *sink = vgetq_lane_f32(s[0], 0);
}

static void neon_fp64(uint64_t rounds, volatile double *sink) {
  float64x2_t s[SUMS], a = vdupq_n_f64(0.999), b = vdupq_n_f64(1e-6);
  for (int i = 0; i < SUMS; i++) s[i] = vdupq_n_f64((double)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = vfmaq_f64(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = vaddq_f64(s[0], s[i]);
  *sink = vgetq_lane_f64(s[0], 0);
}

__attribute__((target("fullfp16"))) static void neon_fp16(uint64_t rounds, volatile double *sink) {
  float16x8_t s[SUMS], a = vdupq_n_f16((__fp16)0.5), b = vdupq_n_f16((__fp16)0.01);
  for (int i = 0; i < SUMS; i++) s[i] = vdupq_n_f16((__fp16)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = vfmaq_f16(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = vaddq_f16(s[0], s[i]);
  *sink = (double)vgetq_lane_f16(s[0], 0);
}

__attribute__((target("dotprod"))) static void neon_dot(uint64_t rounds, volatile double *sink) {
  int32x4_t s[SUMS];
  int8x16_t a = vdupq_n_s8(3), b = vdupq_n_s8(2);
  for (int i = 0; i < SUMS; i++) s[i] = vdupq_n_s32(i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = vdotq_s32(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = vaddq_s32(s[0], s[i]);
  *sink = (double)vgetq_lane_s32(s[0], 0);
}

/// Half of the sums are multiplied, the other half added to.
static void neon_vector(uint64_t rounds, volatile double *sink) {
  float32x4_t s[SUMS], a = vdupq_n_f32(1), b = vdupq_n_f32(1e-6f);
  for (int i = 0; i < SUMS; i++) s[i] = vdupq_n_f32((float)i);
  BARRIER(a);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = i % 2 == 0 ? vmulq_f32(s[i], a) : vaddq_f32(s[i], b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = vaddq_f32(s[0], s[i]);
  *sink = vgetq_lane_f32(s[0], 0);
}

static int has(unsigned long bit) {
#if defined(__linux__)
  return (getauxval(AT_HWCAP) & bit) != 0;
#else
  (void)bit;
  // Every Apple processor with this architecture that Swift 6 runs on has both.
  return 1;
#endif
}

rafter_loop_entry rafter_arm_loop(int peak) {
  switch (peak) {
    case RAFTER_PEAK_NEON_FP32: return (rafter_loop_entry){neon_fp32, SUMS * 8, 1};
    case RAFTER_PEAK_NEON_FP64: return (rafter_loop_entry){neon_fp64, SUMS * 4, 1};
    case RAFTER_PEAK_NEON_FP16:
      return (rafter_loop_entry){neon_fp16, SUMS * 16, has(1UL << 10 /* HWCAP_ASIMDHP */)};
    case RAFTER_PEAK_NEON_DOT_INT8:
      return (rafter_loop_entry){neon_dot, SUMS * 32, has(1UL << 20 /* HWCAP_ASIMDDP */)};
    case RAFTER_PEAK_NEON_VECTOR: return (rafter_loop_entry){neon_vector, SUMS * 4, 1};
    default: return (rafter_loop_entry){0, 0, 0};
  }
}
#else
rafter_loop_entry rafter_arm_loop(int peak) {
  (void)peak;
  return (rafter_loop_entry){0, 0, 0};
}
#endif
