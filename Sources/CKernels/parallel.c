// A pool of threads for loops whose iterations are independent.
//
// A loop is published by bumping `generation`; workers that are awake see it at once, and the
// caller takes its own share of the iterations meanwhile, so that a loop of microseconds never
// waits for a sleeper.

#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { mostWorkers = 255, spinsBeforeSleep = 4000, spinsBeforeYield = 2000 };

typedef struct {
  octavo_loop_body body;
  void *context;
  long count;
} loop_t;

static loop_t loop;
static _Alignas(64) atomic_long nextIteration;
static _Alignas(64) atomic_int workersInside;
static _Alignas(64) atomic_ulong generation;
static atomic_bool isOpen;
static atomic_int threadLimit = 1;
static atomic_int sleepers;

static pthread_mutex_t callerLock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t sleepLock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static int workerCount;

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void runShare(void) {
  for (;;) {
    long index = atomic_fetch_add_explicit(&nextIteration, 1, memory_order_relaxed);
    if (index >= loop.count) return;
    loop.body(loop.context, index);
  }
}

static unsigned long awaitGeneration(unsigned long seen) {
  for (int spin = 0; spin < spinsBeforeSleep; spin++) {
    unsigned long now = atomic_load(&generation);
    if (now != seen) return now;
    relax();
  }
  pthread_mutex_lock(&sleepLock);
  atomic_fetch_add(&sleepers, 1);
  while (atomic_load(&generation) == seen) pthread_cond_wait(&wake, &sleepLock);
  atomic_fetch_sub(&sleepers, 1);
  pthread_mutex_unlock(&sleepLock);
  return atomic_load(&generation);
}

static void *work(void *argument) {
  int index = (int)(long)argument;
  unsigned long seen = 0;
  for (;;) {
    seen = awaitGeneration(seen);
    if (index + 1 >= atomic_load(&threadLimit)) continue;
    // Entering before looking: the caller closes the loop first and then waits until nobody is
    // inside.
    atomic_fetch_add(&workersInside, 1);
    if (atomic_load(&isOpen)) runShare();
    atomic_fetch_sub(&workersInside, 1);
  }
  return NULL;
}

static void hireWorkers(int wanted) {
  while (workerCount < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, (void *)(long)workerCount) != 0) return;
    pthread_detach(thread);
    workerCount++;
  }
}

void octavo_set_threads(int count) {
  if (count < 1) count = 1;
  if (count > mostWorkers + 1) count = mostWorkers + 1;
  atomic_store(&threadLimit, count);
}

int octavo_threads(void) { return atomic_load(&threadLimit); }

void octavo_parallel_for(long count, octavo_loop_body body, void *context) {
  int threads = atomic_load(&threadLimit);
  // A loop inside a loop, or two callers at once: the second one runs alone, with the same result.
  if (count < 2 || threads < 2 || pthread_mutex_trylock(&callerLock) != 0) {
    for (long index = 0; index < count; index++) body(context, index);
    return;
  }
  hireWorkers(threads - 1);
  loop = (loop_t){body, context, count};
  atomic_store(&nextIteration, 0);
  atomic_store(&isOpen, true);
  atomic_fetch_add(&generation, 1);
  if (atomic_load(&sleepers) > 0) {
    pthread_mutex_lock(&sleepLock);
    pthread_cond_broadcast(&wake);
    pthread_mutex_unlock(&sleepLock);
  }
  runShare();
  atomic_store(&isOpen, false);
  for (int spin = 0; atomic_load(&workersInside) > 0; spin++) {
    if (spin < spinsBeforeYield) relax();
    else sched_yield();
  }
  pthread_mutex_unlock(&callerLock);
}
