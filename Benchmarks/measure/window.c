// SPDX-License-Identifier: Apache-2.0
// One window of one loop of `rafter measure`, by the clock on the wall, so that another tool's window can stand right beside it.
//
//     window peak LOOP THREADS SECONDS              prints operations per second
//     window stream PATTERN THREADS BYTES SECONDS   prints bytes per second and seconds for a pass; BYTES in each thread; of the widest
//                                                   registers and those of 256 bits the faster counts
//
// LOOP and PATTERN are the numbers of CRafterKernels.h. Build it with the sources of CRafterKernels.
#include "CRafterKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double rounds_for(double seconds, double (*time)(uint64_t), uint64_t *rounds) {
  double found = 0;
  for (*rounds = 1; *rounds < UINT64_C(1) << 40;) {
    found = time(*rounds);
    if (found < 0) return -1;
    if (found >= 0.8 * seconds) break;
    double factor = found > seconds / 64 ? 1.02 * seconds / found : 16;
    *rounds = (uint64_t)((double)*rounds * factor) + 1;
  }
  return found;
}

static int number, threads, is_narrow;
static size_t bytes;

static double peak(uint64_t rounds) {
  return rafter_time_peak((rafter_peak)number, threads, rounds, RAFTER_CLOCK_WALL);
}

static double stream(uint64_t rounds) {
  return rafter_time_stream(
      (rafter_stream)number, is_narrow, threads, bytes, 1, rounds, RAFTER_CLOCK_WALL);
}

int main(int count, char **words) {
  int is_peak = count == 5 && strcmp(words[1], "peak") == 0;
  int is_stream = count == 6 && strcmp(words[1], "stream") == 0;
  if (!is_peak && !is_stream) {
    fprintf(stderr, "window peak LOOP THREADS SECONDS | window stream PATTERN THREADS BYTES SECONDS\n");
    return EXIT_FAILURE;
  }
  number = atoi(words[2]);
  threads = atoi(words[3]);
  uint64_t rounds = 0;
  if (is_peak) {
    double seconds = rounds_for(atof(words[4]), peak, &rounds);
    if (seconds <= 0) return EXIT_FAILURE;
    double work = rafter_peak_operations((rafter_peak)number) * (double)rounds * threads;
    printf("%.6e\n", work / seconds);
    return EXIT_SUCCESS;
  }
  size_t arrays = number == RAFTER_STREAM_READ ? 1
      : number == RAFTER_STREAM_COPY || number == RAFTER_STREAM_COPY_PAST_CACHES ? 2
                                                                               : 3;
  bytes = (size_t)atof(words[4]);
  // A short try of each decides.
  double least[2] = {0, 0};
  for (int k = 0; k < 6; k++) {
    is_narrow = k % 2;
    double found = rounds_for(atof(words[5]) / 10, stream, &rounds);
    if (found <= 0) return EXIT_FAILURE;
    found /= (double)rounds;
    if (least[is_narrow] == 0 || found < least[is_narrow]) least[is_narrow] = found;
  }
  is_narrow = least[1] < least[0];
  double seconds = rounds_for(atof(words[5]), stream, &rounds);
  if (seconds <= 0) return EXIT_FAILURE;
  // The arrays are cut to whole steps of the loops.
  double moved = (double)(bytes / arrays / 256 * 256 * arrays) * threads;
  printf("%.6e %.6e\n", moved * (double)rounds / seconds, seconds / (double)rounds);
  return EXIT_SUCCESS;
}
