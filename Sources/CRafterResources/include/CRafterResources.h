// SPDX-License-Identifier: Apache-2.0
#ifndef RAFTER_RESOURCES_H
#define RAFTER_RESOURCES_H
#include <stddef.h>

// What a built-in file is.
enum rafter_resource_kind {
  RAFTER_RESOURCE_ACCELERATOR = 0,
  RAFTER_RESOURCE_MODEL = 1,
  RAFTER_RESOURCE_CHIPS = 2,
  RAFTER_RESOURCE_TRANSFORMER = 3,
  RAFTER_RESOURCE_CASE = 4,
  RAFTER_RESOURCE_TECHNOLOGY = 5
};

// A file that travels inside the binary, so that the binary can be moved.
struct rafter_resource {
  int kind;
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

// How many files there are, and one of them.
size_t rafter_resource_count(void);
const struct rafter_resource *rafter_resource_at(size_t index);

#endif
