// SPDX-License-Identifier: Apache-2.0
// The four loops of McCalpin's STREAM, written anew: copy, scale, add, triad over three arrays, counted as it counts. Prints one line for
// each: its name and the best rate in bytes per second. Build it with `-O3 -march=native -fopenmp`.
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef ELEMENTS
#define ELEMENTS 20000000
#endif
#ifndef TRIES
#define TRIES 20
#endif

static double a[ELEMENTS], b[ELEMENTS], c[ELEMENTS];

int main(void) {
  const double s = 3;
  const char *names[4] = {"copy", "scale", "add", "triad"};
  const double bytes[4] = {16.0 * ELEMENTS, 16.0 * ELEMENTS, 24.0 * ELEMENTS, 24.0 * ELEMENTS};
  double best[4] = {0, 0, 0, 0};
#pragma omp parallel for schedule(static)
  for (long i = 0; i < ELEMENTS; i++) {
    a[i] = 1;
    b[i] = 2;
    c[i] = 0;
  }
  // The first round touches what the others find.
  for (int round = 0; round <= TRIES; round++) {
    double begin[5];
    begin[0] = omp_get_wtime();
#pragma omp parallel for schedule(static)
    for (long i = 0; i < ELEMENTS; i++) c[i] = a[i];
    begin[1] = omp_get_wtime();
#pragma omp parallel for schedule(static)
    for (long i = 0; i < ELEMENTS; i++) b[i] = s * c[i];
    begin[2] = omp_get_wtime();
#pragma omp parallel for schedule(static)
    for (long i = 0; i < ELEMENTS; i++) c[i] = a[i] + b[i];
    begin[3] = omp_get_wtime();
#pragma omp parallel for schedule(static)
    for (long i = 0; i < ELEMENTS; i++) a[i] = b[i] + s * c[i];
    begin[4] = omp_get_wtime();
    for (int k = 0; k < 4 && round > 0; k++) {
      double rate = bytes[k] / (begin[k + 1] - begin[k]);
      if (rate > best[k]) best[k] = rate;
    }
  }
  // From a = 1, b = 2, c = 0: c = a, b = 3 c, c = a + b, a = b + 3 c is a' = 15 a.
  double x = 1;
  for (int round = 0; round <= TRIES; round++) x *= 15;
  for (long i = 0; i < ELEMENTS; i += ELEMENTS / 7) {
    if (a[i] / x - 1 > 1e-9 || 1 - a[i] / x > 1e-9) {
      fprintf(stderr, "wrong sum at %ld\n", i);
      return EXIT_FAILURE;
    }
  }
  for (int k = 0; k < 4; k++) printf("%s %.6e\n", names[k], best[k]);
  return EXIT_SUCCESS;
}
