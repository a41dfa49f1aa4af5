// The objects that the system's loader has put into memory: the program and its libraries.

#ifndef OCTAVO_LOADER_H
#define OCTAVO_LOADER_H

#include <elf.h>
#include <stdint.h>

typedef struct {
  const char *path;  // empty for the program itself
  uintptr_t base;    // what is added to the addresses that follow
  const Elf64_Phdr *segments;
  long segmentCount;
} octavo_object;

/// Calls `body` once for each object, in the order in which they were loaded.
void octavo_each_object(void (*body)(const octavo_object *object, void *context), void *context);

/// Names the content of the libraries that are a part of the program itself. A build that puts libraries
/// there links its own definition; this one is empty.
const char *octavo_archives(void);

#endif
