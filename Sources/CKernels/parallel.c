// A pool of threads for loops whose iterations are independent.
//
// A loop is published by bumping `generation`; workers that are awake see it at once, and the
// caller takes its own share of the iterations meanwhile, so that a loop of microseconds never
// waits for a sleeper.

#include "CKernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { mostWorkers = 255, spinsBeforeSleep = 5000 };

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
static atomic_int loopThreads = 1;
// A thread's own limit, or 0 for the program's.
static _Thread_local int ownLimit;
static _Thread_local bool isInLoop;
static atomic_int sleepers;
static atomic_bool callerSleeps;

static pthread_mutex_t callerLock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t sleepLock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t published = PTHREAD_COND_INITIALIZER;
static pthread_cond_t finished = PTHREAD_COND_INITIALIZER;
static int workerCount;

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void runShare(void) {
  isInLoop = true;
  for (;;) {
    long index = atomic_fetch_add_explicit(&nextIteration, 1, memory_order_relaxed);
    if (index >= loop.count) break;
    loop.body(loop.context, index);
  }
  isInLoop = false;
}

static unsigned long awaitGeneration(unsigned long seen) {
  for (int spin = 0; spin < spinsBeforeSleep; spin++) {
    unsigned long now = atomic_load(&generation);
    if (now != seen) return now;
    relax();
  }
  pthread_mutex_lock(&sleepLock);
  atomic_fetch_add(&sleepers, 1);
  while (atomic_load(&generation) == seen) pthread_cond_wait(&published, &sleepLock);
  atomic_fetch_sub(&sleepers, 1);
  pthread_mutex_unlock(&sleepLock);
  return atomic_load(&generation);
}

static void leave(void) {
  if (atomic_fetch_sub(&workersInside, 1) > 1 || !atomic_load(&callerSleeps)) return;
  pthread_mutex_lock(&sleepLock);
  pthread_cond_signal(&finished);
  pthread_mutex_unlock(&sleepLock);
}

// Spins briefly, since a worker that is still inside is usually about to leave; but a worker may
// have lost its processor, perhaps to this very thread.
static void awaitWorkers(void) {
  for (int spin = 0; spin < spinsBeforeSleep; spin++) {
    if (atomic_load(&workersInside) == 0) return;
    relax();
  }
  pthread_mutex_lock(&sleepLock);
  atomic_store(&callerSleeps, true);
  while (atomic_load(&workersInside) > 0) pthread_cond_wait(&finished, &sleepLock);
  atomic_store(&callerSleeps, false);
  pthread_mutex_unlock(&sleepLock);
}

static void *work(void *argument) {
  int index = (int)(long)argument;
  unsigned long seen = 0;
  for (;;) {
    seen = awaitGeneration(seen);
    if (index + 1 >= atomic_load(&loopThreads)) continue;
    // Entering before looking: the caller closes the loop first and then waits until nobody is
    // inside.
    atomic_fetch_add(&workersInside, 1);
    if (atomic_load(&isOpen)) runShare();
    leave();
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

static int limited(int count) {
  return count < 1 ? 1 : count > mostWorkers + 1 ? mostWorkers + 1 : count;
}

void octavo_set_threads(int count) { atomic_store(&threadLimit, limited(count)); }

int octavo_threads(void) { return ownLimit ? ownLimit : atomic_load(&threadLimit); }

int octavo_set_own_threads(int count) {
  int former = ownLimit;
  ownLimit = count ? limited(count) : 0;
  return former;
}

// Two callers at once: the second one runs alone, with the same result; but one that has asked for
// a number of threads waits for them.
static bool hasPool(void) {
  if (ownLimit) return pthread_mutex_lock(&callerLock) == 0;
  return pthread_mutex_trylock(&callerLock) == 0;
}

void octavo_parallel_for(long count, octavo_loop_body body, void *context) {
  int threads = octavo_threads();
  if (count < 2 || threads < 2 || isInLoop || !hasPool()) {
    for (long index = 0; index < count; index++) body(context, index);
    return;
  }
  hireWorkers(threads - 1);
  loop = (loop_t){body, context, count};
  atomic_store(&loopThreads, threads);
  atomic_store(&nextIteration, 0);
  atomic_store(&isOpen, true);
  atomic_fetch_add(&generation, 1);
  if (atomic_load(&sleepers) > 0) {
    pthread_mutex_lock(&sleepLock);
    pthread_cond_broadcast(&published);
    pthread_mutex_unlock(&sleepLock);
  }
  runShare();
  atomic_store(&isOpen, false);
  awaitWorkers();
  pthread_mutex_unlock(&callerLock);
}
