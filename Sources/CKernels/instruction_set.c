#include "instructions.h"

#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

/// The best first.
static const char *const names[] = {"avx512", "avx2", "neon"};
static const char *current = NULL;

#if defined(__x86_64__)
bool octavo_uses_wide_registers = false;

bool octavo_has_instruction_set(const char *name) {
  __builtin_cpu_init();
  if (strcmp(name, "avx512") == 0) return __builtin_cpu_supports("x86-64-v4");
  return strcmp(name, "avx2") == 0 && __builtin_cpu_supports("x86-64-v3");
}
#elif defined(__aarch64__)
bool octavo_has_instruction_set(const char *name) { return strcmp(name, "neon") == 0; }
#else
bool octavo_has_instruction_set(const char *name) { return false; }
#endif

bool octavo_use_instruction_set(const char *name) {
  if (!octavo_has_instruction_set(name)) return false;
  for (int i = 0; i < 3; i++)
    if (strcmp(name, names[i]) == 0) current = names[i];
#if defined(__x86_64__)
  octavo_uses_wide_registers = strcmp(name, "avx512") == 0;
#endif
  return true;
}

const char *octavo_instruction_set(void) { return current; }

__attribute__((constructor)) static void choose(void) {
  const char *asked = getenv("OCTAVO_ISA");
  if (asked != NULL && *asked != 0) {
    octavo_use_instruction_set(asked);
    return;
  }
  for (int i = 0; i < 3; i++)
    if (octavo_use_instruction_set(names[i])) return;
}
