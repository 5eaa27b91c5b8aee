// SPDX-License-Identifier: Apache-2.0
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "include/CRafterKernels.h"
#include "kernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#endif

#define MOST_THREADS 1024

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// The time that this thread has had a processor.
static double thread_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int rafter_is_optimised(void) {
#if defined(__OPTIMIZE__)
  return 1;
#else
  return 0;
#endif
}

int rafter_processor_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

/// Ties the thread to the n-th processor that it may use.
static void pin(int n) {
#if defined(__linux__)
  cpu_set_t all, one;
  if (sched_getaffinity(0, sizeof all, &all) != 0) return;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &all)) continue;
    if (n-- > 0) continue;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pthread_setaffinity_np(pthread_self(), sizeof one, &one);
    return;
  }
#else
  (void)n;
#endif
}

/// Eight doubles; the compiler takes what the target has for them.
typedef double lanes __attribute__((vector_size(64), aligned(8)));
/// The same in whole lines, as stores past the caches want them.
typedef double whole_lanes __attribute__((vector_size(64), aligned(64)));

// The same loops for each width of registers; the widest that there is runs, or the widest of at most 256 bits: on some processors those of 512
// bits move a fifth less from main memory.
#if defined(__x86_64__) && defined(__GLIBC__)
#define WIDTHS __attribute__((target_clones("avx512f", "avx2", "default")))
#define NARROW __attribute__((target_clones("avx2", "default")))
#else
#define WIDTHS
#define NARROW
#endif
// The body of a loop, which takes the width of the function that it is written into.
#define BODY static inline __attribute__((always_inline))

// Loads alone: one that is combined with a register takes two of the four steps that a processor begins in a cycle, and leaves none for the
// second load of that cycle. What is volatile is loaded though nothing is done with it.
BODY double stream_read(const double *a, size_t count, uint64_t passes) {
  for (uint64_t pass = 0; pass < passes; pass++) {
    for (size_t i = 0; i + 32 <= count; i += 32) {
      const volatile lanes *p = (const volatile lanes *)(a + i);
      (void)p[0];
      (void)p[1];
      (void)p[2];
      (void)p[3];
    }
  }
  return count > 0 ? a[0] : 0;
}

// Four lines at once, loads before stores: a load that follows a store closely waits where their addresses look alike.
BODY void stream_copy(double *b, const double *a, size_t count, uint64_t passes) {
  for (uint64_t pass = 0; pass < passes; pass++) {
    for (size_t i = 0; i + 32 <= count; i += 32) {
      lanes *q = (lanes *)(b + i);
      const lanes *p = (const lanes *)(a + i);
      lanes x0 = p[0], x1 = p[1], x2 = p[2], x3 = p[3];
      q[0] = x0;
      q[1] = x1;
      q[2] = x2;
      q[3] = x3;
    }
    __asm__ volatile("" ::: "memory");
  }
}

BODY void stream_triad(
    double *a, const double *b, const double *c, size_t count, uint64_t passes) {
  lanes s = {3, 3, 3, 3, 3, 3, 3, 3};
  for (uint64_t pass = 0; pass < passes; pass++) {
    for (size_t i = 0; i + 32 <= count; i += 32) {
      lanes *q = (lanes *)(a + i);
      const lanes *p = (const lanes *)(b + i), *r = (const lanes *)(c + i);
      lanes x0 = p[0] + s * r[0], x1 = p[1] + s * r[1];
      lanes x2 = p[2] + s * r[2], x3 = p[3] + s * r[3];
      q[0] = x0;
      q[1] = x1;
      q[2] = x2;
      q[3] = x3;
    }
    __asm__ volatile("" ::: "memory");
  }
}

// Stores that go past the caches need not read a line before they write it; memory that is written so has no traffic beyond what is
// counted.
#if defined(__x86_64__)
#define FENCE __asm__ volatile("sfence" ::: "memory")
#else
#define FENCE __asm__ volatile("" ::: "memory")
#endif

BODY void stream_copy_past(double *b, const double *a, size_t count, uint64_t passes) {
  for (uint64_t pass = 0; pass < passes; pass++) {
    for (size_t i = 0; i + 16 <= count; i += 16) {
      whole_lanes *q = (whole_lanes *)(b + i);
      const whole_lanes *p = (const whole_lanes *)(a + i);
      __builtin_nontemporal_store(p[0], q);
      __builtin_nontemporal_store(p[1], q + 1);
    }
    FENCE;
  }
}

BODY void stream_triad_past(
    double *a, const double *b, const double *c, size_t count, uint64_t passes) {
  whole_lanes s = {3, 3, 3, 3, 3, 3, 3, 3};
  for (uint64_t pass = 0; pass < passes; pass++) {
    for (size_t i = 0; i + 16 <= count; i += 16) {
      whole_lanes *q = (whole_lanes *)(a + i);
      const whole_lanes *p = (const whole_lanes *)(b + i), *r = (const whole_lanes *)(c + i);
      __builtin_nontemporal_store(p[0] + s * r[0], q);
      __builtin_nontemporal_store(p[1] + s * r[1], q + 1);
    }
    FENCE;
  }
}

/// A run of one loop on all threads.
typedef struct {
  rafter_loop loop;
  uint64_t rounds;
  int is_stream;
  rafter_stream stream;
  int is_narrow;
  size_t bytes;
  uint64_t before;
  int threads;
  atomic_int ready, failed;
} run;

typedef struct {
  run *shared;
  int number;
  double begin, end, own;
} worker;

static int array_count(rafter_stream stream) {
  switch (stream) {
    case RAFTER_STREAM_READ: return 1;
    case RAFTER_STREAM_COPY:
    case RAFTER_STREAM_COPY_PAST_CACHES: return 2;
    default: return 3;
  }
}

BODY double stream(rafter_stream pattern, double *const *arrays, size_t count, uint64_t passes) {
  switch (pattern) {
    case RAFTER_STREAM_READ: return stream_read(arrays[0], count, passes);
    case RAFTER_STREAM_COPY: stream_copy(arrays[1], arrays[0], count, passes); break;
    case RAFTER_STREAM_TRIAD: stream_triad(arrays[0], arrays[1], arrays[2], count, passes); break;
    case RAFTER_STREAM_COPY_PAST_CACHES:
      stream_copy_past(arrays[1], arrays[0], count, passes);
      break;
    case RAFTER_STREAM_TRIAD_PAST_CACHES:
      stream_triad_past(arrays[0], arrays[1], arrays[2], count, passes);
      break;
  }
  return 0;
}

WIDTHS static double wide_stream(
    rafter_stream pattern, double *const *arrays, size_t count, uint64_t passes) {
  return stream(pattern, arrays, count, passes);
}

NARROW static double narrow_stream(
    rafter_stream pattern, double *const *arrays, size_t count, uint64_t passes) {
  return stream(pattern, arrays, count, passes);
}

// What the compiler cannot see through.
#if defined(__x86_64__)
#define OPAQUE(x) __asm__ volatile("" : "+x"(x))
#elif defined(__aarch64__)
#define OPAQUE(x) __asm__ volatile("" : "+w"(x))
#else
#define OPAQUE(x) __asm__ volatile("" : "+m"(x))
#endif

static void portable_fp32(uint64_t rounds, volatile double *sink) {
  typedef float four __attribute__((vector_size(16)));
  four s[12], a = {0.999f, 0.999f, 0.999f, 0.999f}, b = {1e-6f, 1e-6f, 1e-6f, 1e-6f};
  memset(s, 0, sizeof s);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) {
      s[i] = s[i] * a + b;
      OPAQUE(s[i]);
    }
  }
  for (int i = 1; i < 12; i++) s[0] += s[i];
  *sink = s[0][0];
}

/// Half of the sums are multiplied, the other half added to: what does not fuse.
static void portable_vector(uint64_t rounds, volatile double *sink) {
  typedef float four __attribute__((vector_size(16)));
  four s[12], a = {1, 1, 1, 1}, b = {1e-6f, 1e-6f, 1e-6f, 1e-6f};
  memset(s, 0, sizeof s);
  OPAQUE(a);
  for (uint64_t r = 0; r < rounds; r++) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) {
      if (i % 2 == 0) s[i] *= a;
      if (i % 2 == 1) s[i] += b;
      OPAQUE(s[i]);
    }
  }
  for (int i = 1; i < 12; i++) s[0] += s[i];
  *sink = s[0][0];
}

static void *work(void *argument) {
  worker *own = argument;
  run *shared = own->shared;
  // A single thread may go where there is room.
  if (shared->threads > 1) pin(own->number);
  double *arrays[3] = {0, 0, 0};
  int count = shared->is_stream ? array_count(shared->stream) : 0;
  size_t each = count ? shared->bytes / (size_t)count / 256 * 256 : 0;
  for (int i = 0; i < count; i++) {
    void *memory = 0;
    if (each < 256 || posix_memalign(&memory, 4096, each) != 0) {
      atomic_store(&shared->failed, 1);
      break;
    }
    arrays[i] = memory;
    for (size_t k = 0; k < each / 8; k++) arrays[i][k] = 1;
  }
  size_t elements = each / 8;
  volatile double sink = 0;
  double (*loop)(rafter_stream, double *const *, size_t, uint64_t) =
      shared->is_narrow ? narrow_stream : wide_stream;
  // So that the data are where they will be.
  if (count && !atomic_load(&shared->failed)) {
    sink = loop(shared->stream, arrays, elements, shared->before);
  }
  // All begin together, each with a clock of its own: nobody waits for the thread that started them.
  atomic_fetch_add(&shared->ready, 1);
  while (atomic_load_explicit(&shared->ready, memory_order_acquire) < shared->threads) {
    if (atomic_load_explicit(&shared->failed, memory_order_relaxed)) break;
  }
  own->begin = now();
  double begin = thread_now();
  if (!atomic_load(&shared->failed)) {
    if (shared->is_stream) {
      sink = loop(shared->stream, arrays, elements, shared->rounds);
    } else {
      shared->loop(shared->rounds, &sink);
    }
  }
  own->own = thread_now() - begin;
  own->end = now();
  for (int i = 0; i < 3; i++) free(arrays[i]);
  return 0;
}

static double timed(run *shared, rafter_clock clock) {
  if (shared->threads < 1 || shared->threads > MOST_THREADS) return -1;
  worker workers[MOST_THREADS];
  pthread_t threads[MOST_THREADS];
  int started = 0;
  for (int i = 0; i < shared->threads; i++) {
    workers[i] = (worker){shared, i, 0, 0, 0};
    if (pthread_create(&threads[i], 0, work, &workers[i]) != 0) {
      atomic_store(&shared->failed, 1);
      break;
    }
    started++;
  }
  for (int i = 0; i < started; i++) pthread_join(threads[i], 0);
  if (atomic_load(&shared->failed)) return -1;
  double first = workers[0].begin, last = workers[0].end, slowest = 0;
  for (int i = 0; i < started; i++) {
    if (workers[i].begin < first) first = workers[i].begin;
    if (workers[i].end > last) last = workers[i].end;
    if (workers[i].own > slowest) slowest = workers[i].own;
  }
  return clock == RAFTER_CLOCK_THREAD ? slowest : last - first;
}

static rafter_loop_entry entry(rafter_peak peak) {
  if (peak == RAFTER_PEAK_PORTABLE_FP32) return (rafter_loop_entry){portable_fp32, 2 * 48, 1};
  if (peak == RAFTER_PEAK_PORTABLE_VECTOR) return (rafter_loop_entry){portable_vector, 48, 1};
  rafter_loop_entry found = rafter_x86_loop(peak);
  return found.loop ? found : rafter_arm_loop(peak);
}

int rafter_peak_is_compiled(rafter_peak peak) { return entry(peak).loop != 0; }
int rafter_peak_is_present(rafter_peak peak) { return entry(peak).is_present; }
double rafter_peak_operations(rafter_peak peak) { return entry(peak).operations; }

double rafter_time_peak(rafter_peak peak, int threads, uint64_t rounds, rafter_clock clock) {
  rafter_loop_entry found = entry(peak);
  if (!found.loop || !found.is_present) return -1;
  run shared = {.loop = found.loop, .rounds = rounds, .threads = threads};
  return timed(&shared, clock);
}

double rafter_time_stream(
    rafter_stream stream, int is_narrow, int threads, size_t bytes, uint64_t before,
    uint64_t passes, rafter_clock clock) {
  run shared = {
      .is_stream = 1,
      .stream = stream,
      .is_narrow = is_narrow,
      .bytes = bytes,
      .before = before,
      .rounds = passes,
      .threads = threads};
  return timed(&shared, clock);
}

double rafter_time_additions(uint64_t count) {
  uint64_t x = 1;
  double begin = thread_now();
  for (uint64_t i = 0; i < count / 16; i++) {
#pragma clang loop unroll(full)
    for (int k = 0; k < 16; k++) {
      x += 3;
      __asm__ volatile("" : "+r"(x));
    }
  }
  return thread_now() - begin;
}

/// A thread that sleeps until it is called, and says that it heard.
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t call, answer;
  int round, answers, end;
} bell;

static void *listen_for(void *argument) {
  bell *shared = argument;
  int seen = 0;
  pthread_mutex_lock(&shared->mutex);
  while (!shared->end) {
    while (shared->round == seen && !shared->end) pthread_cond_wait(&shared->call, &shared->mutex);
    if (shared->end) break;
    seen = shared->round;
    shared->answers++;
    pthread_cond_signal(&shared->answer);
  }
  pthread_mutex_unlock(&shared->mutex);
  return 0;
}

double rafter_time_wake(int threads, int tries) {
  if (threads < 1 || threads > MOST_THREADS) return -1;
  bell shared = {
      .mutex = PTHREAD_MUTEX_INITIALIZER,
      .call = PTHREAD_COND_INITIALIZER,
      .answer = PTHREAD_COND_INITIALIZER};
  pthread_t all[MOST_THREADS];
  int started = 0;
  for (; started < threads; started++) {
    if (pthread_create(&all[started], 0, listen_for, &shared) != 0) break;
  }
  double best = -1;
  for (int i = 0; i < tries && started > 0; i++) {
    // All are asleep by then.
    struct timespec pause = {0, 200000};
    nanosleep(&pause, 0);
    double begin = now();
    pthread_mutex_lock(&shared.mutex);
    shared.answers = 0;
    shared.round++;
    pthread_cond_broadcast(&shared.call);
    while (shared.answers < started) pthread_cond_wait(&shared.answer, &shared.mutex);
    pthread_mutex_unlock(&shared.mutex);
    double time = now() - begin;
    if (best < 0 || time < best) best = time;
  }
  pthread_mutex_lock(&shared.mutex);
  shared.end = 1;
  pthread_cond_broadcast(&shared.call);
  pthread_mutex_unlock(&shared.mutex);
  for (int i = 0; i < started; i++) pthread_join(all[i], 0);
  return best;
}
