// SPDX-License-Identifier: Apache-2.0
#include "kernels.h"
#include "include/CRafterKernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

// Twelve sums that do not wait for one another hide a latency of up to six cycles of two pipes. The barrier keeps the compiler from
// folding rounds into one.
#define SUMS 12
#define BARRIER(x) __asm__ volatile("" : "+x"(x))
#define BARRIER_Z(x) __asm__ volatile("" : "+v"(x))

__attribute__((target("avx2,fma"))) static void avx2_fp32(uint64_t rounds, volatile double *sink) {
  __m256 s[SUMS], a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(1e-6f);
  for (int i = 0; i < SUMS; i++) s[i] = _mm256_set1_ps((float)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm256_fmadd_ps(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm256_add_ps(s[0], s[i]);
  *sink = _mm256_cvtss_f32(s[0]);
}

__attribute__((target("avx2,fma"))) static void avx2_fp64(uint64_t rounds, volatile double *sink) {
  __m256d s[SUMS], a = _mm256_set1_pd(0.999), b = _mm256_set1_pd(1e-6);
  for (int i = 0; i < SUMS; i++) s[i] = _mm256_set1_pd((double)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm256_fmadd_pd(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm256_add_pd(s[0], s[i]);
  *sink = _mm256_cvtsd_f64(s[0]);
}

// Half of the sums are multiplied, the other half added to: some processors have pipes of their own for each.
__attribute__((target("avx2"))) static void avx2_vector(uint64_t rounds, volatile double *sink) {
  __m256 s[SUMS], a = _mm256_set1_ps(1), b = _mm256_set1_ps(1e-6f);
  for (int i = 0; i < SUMS; i++) s[i] = _mm256_set1_ps((float)i);
  BARRIER(a);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = i % 2 == 0 ? _mm256_mul_ps(s[i], a) : _mm256_add_ps(s[i], b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm256_add_ps(s[0], s[i]);
  *sink = _mm256_cvtss_f32(s[0]);
}

__attribute__((target("avx512f"))) static void avx512_vector(
    uint64_t rounds, volatile double *sink) {
  __m512 s[SUMS], a = _mm512_set1_ps(1), b = _mm512_set1_ps(1e-6f);
  for (int i = 0; i < SUMS; i++) s[i] = _mm512_set1_ps((float)i);
  BARRIER_Z(a);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = i % 2 == 0 ? _mm512_mul_ps(s[i], a) : _mm512_add_ps(s[i], b);
      BARRIER_Z(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm512_add_ps(s[0], s[i]);
  *sink = _mm512_cvtss_f32(s[0]);
}

// Without an instruction for dot products: 32 products of bytes, their pairs added to 16 bits, then to 32 bits.
__attribute__((target("avx2"))) static void avx2_int8(uint64_t rounds, volatile double *sink) {
  __m256i s[SUMS], a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(2), one = _mm256_set1_epi16(1);
  for (int i = 0; i < SUMS; i++) s[i] = _mm256_set1_epi32(i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      // Bytes that may have changed: products of constants would be taken out of the loop.
      BARRIER(a);
      __m256i pairs = _mm256_maddubs_epi16(a, b);
      s[i] = _mm256_add_epi32(s[i], _mm256_madd_epi16(pairs, one));
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm256_add_epi32(s[0], s[i]);
  *sink = (double)_mm256_extract_epi32(s[0], 0);
}

__attribute__((target("avx512f"))) static void avx512_fp32(uint64_t rounds, volatile double *sink) {
  __m512 s[SUMS], a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(1e-6f);
  for (int i = 0; i < SUMS; i++) s[i] = _mm512_set1_ps((float)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm512_fmadd_ps(s[i], a, b);
      BARRIER_Z(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm512_add_ps(s[0], s[i]);
  *sink = _mm512_cvtss_f32(s[0]);
}

__attribute__((target("avx512f"))) static void avx512_fp64(uint64_t rounds, volatile double *sink) {
  __m512d s[SUMS], a = _mm512_set1_pd(0.999), b = _mm512_set1_pd(1e-6);
  for (int i = 0; i < SUMS; i++) s[i] = _mm512_set1_pd((double)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm512_fmadd_pd(s[i], a, b);
      BARRIER_Z(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm512_add_pd(s[0], s[i]);
  *sink = _mm512_cvtsd_f64(s[0]);
}

__attribute__((target("avx512f,avx512vnni"))) static void avx512_vnni(
    uint64_t rounds, volatile double *sink) {
  __m512i s[SUMS], a = _mm512_set1_epi32(0x03030303), b = _mm512_set1_epi32(0x02020202);
  for (int i = 0; i < SUMS; i++) s[i] = _mm512_set1_epi32(i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm512_dpbusd_epi32(s[i], a, b);
      BARRIER_Z(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm512_add_epi32(s[0], s[i]);
  *sink = (double)_mm512_reduce_add_epi32(s[0]);
}

__attribute__((target("avx2,avxvnni"))) static void avx_vnni(uint64_t rounds, volatile double *sink) {
  __m256i s[SUMS], a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(2);
  for (int i = 0; i < SUMS; i++) s[i] = _mm256_set1_epi32(i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm256_dpbusd_avx_epi32(s[i], a, b);
      BARRIER(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm256_add_epi32(s[0], s[i]);
  *sink = (double)_mm256_extract_epi32(s[0], 0);
}

__attribute__((target("avx512f,avx512bf16"))) static void avx512_bf16(
    uint64_t rounds, volatile double *sink) {
  __m512 s[SUMS];
  __m512bh a = (__m512bh)_mm512_set1_epi32(0x3f803f80), b = (__m512bh)_mm512_set1_epi32(0x3a803a80);
  for (int i = 0; i < SUMS; i++) s[i] = _mm512_set1_ps((float)i);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < SUMS; i++) {
      s[i] = _mm512_dpbf16_ps(s[i], a, b);
      BARRIER_Z(s[i]);
    }
  }
  for (int i = 1; i < SUMS; i++) s[0] = _mm512_add_ps(s[0], s[i]);
  *sink = _mm512_cvtss_f32(s[0]);
}

/// The configuration of tiles: 16 rows of 64 bytes in each.
typedef struct {
  uint8_t palette, start;
  uint8_t reserved[14];
  uint16_t columns[16];
  uint8_t rows[16];
} __attribute__((packed, aligned(64))) tile_configuration;

__attribute__((target("amx-tile"))) static void configure_tiles(void) {
  tile_configuration configuration = {.palette = 1};
  for (int i = 0; i < 8; i++) {
    configuration.columns[i] = 64;
    configuration.rows[i] = 16;
  }
  _tile_loadconfig(&configuration);
}

__attribute__((target("amx-tile,amx-int8"))) static void amx_int8(
    uint64_t rounds, volatile double *sink) {
  configure_tiles();
  _tile_zero(4);
  _tile_zero(5);
  for (uint64_t r = 0; r < rounds; r++) {
    _tile_dpbssd(0, 4, 5);
    _tile_dpbssd(1, 4, 5);
    _tile_dpbssd(2, 4, 5);
    _tile_dpbssd(3, 4, 5);
  }
  _tile_release();
  *sink = 0;
}

__attribute__((target("amx-tile,amx-bf16"))) static void amx_bf16(
    uint64_t rounds, volatile double *sink) {
  configure_tiles();
  _tile_zero(4);
  _tile_zero(5);
  for (uint64_t r = 0; r < rounds; r++) {
    _tile_dpbf16ps(0, 4, 5);
    _tile_dpbf16ps(1, 4, 5);
    _tile_dpbf16ps(2, 4, 5);
    _tile_dpbf16ps(3, 4, 5);
  }
  _tile_release();
  *sink = 0;
}

/// A bit of leaf 7: what the compiler's own test does not know by name everywhere.
static int leaf7(unsigned subleaf, int reg, int bit) {
  unsigned r[4] = {0, 0, 0, 0};
  if (__get_cpuid_max(0, 0) < 7) return 0;
  __cpuid_count(7, subleaf, r[0], r[1], r[2], r[3]);
  return (r[reg] >> bit) & 1;
}

/// Whether the system lets this process use tiles: it has to ask first.
static int may_use_tiles(void) {
#if defined(__linux__) && defined(SYS_arch_prctl)
  return syscall(SYS_arch_prctl, 0x1023 /* ARCH_REQ_XCOMP_PERM */, 18) == 0;
#else
  return 0;
#endif
}

rafter_loop_entry rafter_x86_loop(int peak) {
  __builtin_cpu_init();
  int fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int wide = __builtin_cpu_supports("avx512f") != 0;
  switch (peak) {
    case RAFTER_PEAK_AVX2_FP32: return (rafter_loop_entry){avx2_fp32, SUMS * 16, fma};
    case RAFTER_PEAK_AVX2_FP64: return (rafter_loop_entry){avx2_fp64, SUMS * 8, fma};
    case RAFTER_PEAK_AVX2_INT8: return (rafter_loop_entry){avx2_int8, SUMS * 64, fma};
    case RAFTER_PEAK_AVX512_FP32: return (rafter_loop_entry){avx512_fp32, SUMS * 32, wide};
    case RAFTER_PEAK_AVX512_FP64: return (rafter_loop_entry){avx512_fp64, SUMS * 16, wide};
    case RAFTER_PEAK_AVX512_VNNI_INT8:
      return (rafter_loop_entry){avx512_vnni, SUMS * 128, wide && leaf7(0, 2, 11)};
    case RAFTER_PEAK_AVX_VNNI_INT8:
      return (rafter_loop_entry){avx_vnni, SUMS * 64, fma && leaf7(1, 0, 4)};
    case RAFTER_PEAK_AVX512_BF16:
      return (rafter_loop_entry){avx512_bf16, SUMS * 64, wide && leaf7(1, 0, 5)};
    case RAFTER_PEAK_AMX_INT8:
      return (rafter_loop_entry){
          amx_int8, 2.0 * 4 * 16 * 16 * 64, leaf7(0, 3, 24) && leaf7(0, 3, 25) && may_use_tiles()};
    case RAFTER_PEAK_AMX_BF16:
      return (rafter_loop_entry){
          amx_bf16, 2.0 * 4 * 16 * 16 * 32, leaf7(0, 3, 24) && leaf7(0, 3, 22) && may_use_tiles()};
    case RAFTER_PEAK_AVX2_VECTOR: return (rafter_loop_entry){avx2_vector, SUMS * 8, fma};
    case RAFTER_PEAK_AVX512_VECTOR: return (rafter_loop_entry){avx512_vector, SUMS * 16, wide};
    default: return (rafter_loop_entry){0, 0, 0};
  }
}
#else
rafter_loop_entry rafter_x86_loop(int peak) {
  (void)peak;
  return (rafter_loop_entry){0, 0, 0};
}
#endif
