#ifndef OCTAVO_FILE_SYSTEM_H
#define OCTAVO_FILE_SYSTEM_H

#include <errno.h>
#include <stdio.h>

#ifdef __linux__
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/// Lets two paths of one file system change places, in one step. Returns 0, or -1 with `errno`;
/// ENOSYS where the system knows no such call.
static inline int octavo_exchange(const char *left, const char *right) {
#if defined(__linux__) && defined(SYS_renameat2)
  const unsigned exchange = 2;
  return (int)syscall(SYS_renameat2, AT_FDCWD, left, AT_FDCWD, right, exchange);
#elif defined(__APPLE__)
  return renamex_np(left, right, RENAME_SWAP);
#else
  errno = ENOSYS;
  return -1;
#endif
}

#endif
