#define _GNU_SOURCE
#include "CLoader.h"

#include <link.h>

typedef struct {
  void (*body)(const octavo_object *, void *);
  void *context;
} visit;

static int tell(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  const visit *to = argument;
  octavo_object object = {info->dlpi_name, info->dlpi_addr, info->dlpi_phdr, info->dlpi_phnum};
  to->body(&object, to->context);
  return 0;
}

__attribute__((weak)) const char *octavo_archives(void) { return ""; }

void octavo_each_object(void (*body)(const octavo_object *, void *), void *context) {
  visit to = {body, context};
  dl_iterate_phdr(tell, &to);
}
