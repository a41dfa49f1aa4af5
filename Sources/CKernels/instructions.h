// One loop, compiled for each instruction set; what runs is chosen when the program starts.
//
// All of them give the same bits. So that no compiler may round in its own way, products and sums
// are fused where the source says so (`fused`) and nowhere else, and sums keep their order.

#ifndef OCTAVO_INSTRUCTIONS_H
#define OCTAVO_INSTRUCTIONS_H

#include <stdbool.h>

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
/// Whether to use the thirty-two registers of sixteen numbers that AVX-512 has.
extern bool octavo_uses_wide_registers;

#define NARROW __attribute__((target("arch=x86-64-v3")))
// Without the width clang splits vectors of sixteen numbers in two even where one register holds
// them.
#define WIDE __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))

/// Defines a function for each instruction set, and under its own name one that calls the right
/// one: KERNEL(void, octavo_add, (long count, …), (count, …)) { … }
#define KERNEL(result, name, parameters, arguments)                               \
  INLINE result name##_loop parameters;                                           \
  NARROW static result name##_narrow parameters { return name##_loop arguments; } \
  WIDE static result name##_wide parameters { return name##_loop arguments; }     \
  result name parameters {                                                        \
    return (octavo_uses_wide_registers ? name##_wide : name##_narrow)arguments;   \
  }                                                                               \
  INLINE result name##_loop parameters
#else
#define NARROW
#define KERNEL(result, name, parameters, arguments) result name parameters
#endif

#endif
