// SPDX-License-Identifier: Apache-2.0
// Between the files of this target.
#ifndef RAFTER_KERNELS_PRIVATE_H
#define RAFTER_KERNELS_PRIVATE_H

#include <stdint.h>

/// A loop: does `rounds` rounds and leaves something of the result, so that none is optimised away.
typedef void (*rafter_loop)(uint64_t rounds, volatile double *sink);

/// A loop with what it counts.
typedef struct {
  rafter_loop loop;
  double operations;
  int is_present;
} rafter_loop_entry;

rafter_loop_entry rafter_x86_loop(int peak);
rafter_loop_entry rafter_arm_loop(int peak);

#endif
