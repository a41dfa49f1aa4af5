// Pools of threads for loops whose iterations are independent.
//
// A loop is published by bumping `generation`; workers that are awake see it at once, and the
// caller takes its own share of the iterations meanwhile, so that a loop of microseconds never
// waits for a sleeper.
//
// A caller with a share of the threads has a pool of its own, so that several callers do not wait
// for each other. All others use one.

#include "CKernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { mostWorkers = 255, spinsBeforeSleep = 5000 };

typedef struct {
  octavo_loop_body body;
  void *context;
  long count;
} loop_t;

typedef struct pool {
  loop_t loop;
  _Alignas(64) atomic_long nextIteration;
  _Alignas(64) atomic_int workersInside;
  _Alignas(64) atomic_ulong generation;
  atomic_bool isOpen;
  atomic_int loopThreads;
  atomic_int sleepers;
  atomic_bool callerSleeps;
  pthread_mutex_t sleepLock;
  pthread_cond_t published;
  pthread_cond_t finished;
  int workerCount;
  // In the list of those that no caller has.
  struct pool *next;
} pool_t;

typedef struct {
  pool_t *pool;
  int index;
} worker_t;

static pool_t sharedPool = {
    .loopThreads = 1,
    .sleepLock = PTHREAD_MUTEX_INITIALIZER,
    .published = PTHREAD_COND_INITIALIZER,
    .finished = PTHREAD_COND_INITIALIZER,
};
static pthread_mutex_t sharedPoolLock = PTHREAD_MUTEX_INITIALIZER;
static pool_t *freePools;
static pthread_mutex_t freePoolsLock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int threadLimit = 1;

struct octavo_thread_share {
  atomic_int threads;
};

// A thread's own share, or NULL for the program's limit.
static _Thread_local octavo_thread_share *ownShare;
static _Thread_local pool_t *ownPool;
static _Thread_local bool isInLoop;

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void runShare(pool_t *pool) {
  isInLoop = true;
  for (;;) {
    long index = atomic_fetch_add_explicit(&pool->nextIteration, 1, memory_order_relaxed);
    if (index >= pool->loop.count) break;
    pool->loop.body(pool->loop.context, index);
  }
  isInLoop = false;
}

static unsigned long awaitGeneration(pool_t *pool, unsigned long seen) {
  for (int spin = 0; spin < spinsBeforeSleep; spin++) {
    unsigned long now = atomic_load(&pool->generation);
    if (now != seen) return now;
    relax();
  }
  pthread_mutex_lock(&pool->sleepLock);
  atomic_fetch_add(&pool->sleepers, 1);
  while (atomic_load(&pool->generation) == seen) {
    pthread_cond_wait(&pool->published, &pool->sleepLock);
  }
  atomic_fetch_sub(&pool->sleepers, 1);
  pthread_mutex_unlock(&pool->sleepLock);
  return atomic_load(&pool->generation);
}

static void leave(pool_t *pool) {
  if (atomic_fetch_sub(&pool->workersInside, 1) > 1 || !atomic_load(&pool->callerSleeps)) return;
  pthread_mutex_lock(&pool->sleepLock);
  pthread_cond_signal(&pool->finished);
  pthread_mutex_unlock(&pool->sleepLock);
}

// Spins briefly, since a worker that is still inside is usually about to leave; but a worker may
// have lost its processor, perhaps to this very thread.
static void awaitWorkers(pool_t *pool) {
  for (int spin = 0; spin < spinsBeforeSleep; spin++) {
    if (atomic_load(&pool->workersInside) == 0) return;
    relax();
  }
  pthread_mutex_lock(&pool->sleepLock);
  atomic_store(&pool->callerSleeps, true);
  while (atomic_load(&pool->workersInside) > 0) {
    pthread_cond_wait(&pool->finished, &pool->sleepLock);
  }
  atomic_store(&pool->callerSleeps, false);
  pthread_mutex_unlock(&pool->sleepLock);
}

static void *work(void *argument) {
  worker_t worker = *(worker_t *)argument;
  free(argument);
  pool_t *pool = worker.pool;
  unsigned long seen = 0;
  for (;;) {
    seen = awaitGeneration(pool, seen);
    if (worker.index + 1 >= atomic_load(&pool->loopThreads)) continue;
    // Entering before looking: the caller closes the loop first and then waits until nobody is
    // inside.
    atomic_fetch_add(&pool->workersInside, 1);
    if (atomic_load(&pool->isOpen)) runShare(pool);
    leave(pool);
  }
  return NULL;
}

static void hireWorkers(pool_t *pool, int wanted) {
  while (pool->workerCount < wanted) {
    worker_t *worker = malloc(sizeof *worker);
    if (!worker) return;
    *worker = (worker_t){pool, pool->workerCount};
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, worker) != 0) {
      free(worker);
      return;
    }
    pthread_detach(thread);
    pool->workerCount++;
  }
}

static pool_t *makePool(void) {
  pool_t *pool = aligned_alloc(_Alignof(pool_t), sizeof *pool);
  if (!pool) return NULL;
  *pool = (pool_t){.loopThreads = 1};
  pthread_mutex_init(&pool->sleepLock, NULL);
  pthread_cond_init(&pool->published, NULL);
  pthread_cond_init(&pool->finished, NULL);
  return pool;
}

// Pools are never freed, since their workers wait on them: there are as many as callers at once.
static pool_t *takePool(void) {
  pthread_mutex_lock(&freePoolsLock);
  pool_t *pool = freePools;
  if (pool) freePools = pool->next;
  pthread_mutex_unlock(&freePoolsLock);
  return pool ? pool : makePool();
}

static void givePoolBack(pool_t *pool) {
  pthread_mutex_lock(&freePoolsLock);
  pool->next = freePools;
  freePools = pool;
  pthread_mutex_unlock(&freePoolsLock);
}

static int limited(int count) {
  return count < 1 ? 1 : count > mostWorkers + 1 ? mostWorkers + 1 : count;
}

void octavo_set_threads(int count) { atomic_store(&threadLimit, limited(count)); }

int octavo_threads(void) {
  return atomic_load_explicit(ownShare ? &ownShare->threads : &threadLimit, memory_order_relaxed);
}

octavo_thread_share *octavo_make_thread_share(int threads) {
  octavo_thread_share *share = malloc(sizeof *share);
  if (share) atomic_init(&share->threads, limited(threads));
  return share;
}

void octavo_set_thread_share(octavo_thread_share *share, int threads) {
  if (share) atomic_store_explicit(&share->threads, limited(threads), memory_order_relaxed);
}

void octavo_free_thread_share(octavo_thread_share *share) { free(share); }

octavo_thread_share *octavo_use_thread_share(octavo_thread_share *share) {
  octavo_thread_share *former = ownShare;
  ownShare = share;
  if (share && !ownPool) {
    ownPool = takePool();
  } else if (!share && ownPool) {
    givePoolBack(ownPool);
    ownPool = NULL;
  }
  return former;
}

static void runLoop(pool_t *pool, int threads, loop_t loop) {
  hireWorkers(pool, threads - 1);
  pool->loop = loop;
  atomic_store(&pool->loopThreads, threads);
  atomic_store(&pool->nextIteration, 0);
  atomic_store(&pool->isOpen, true);
  atomic_fetch_add(&pool->generation, 1);
  if (atomic_load(&pool->sleepers) > 0) {
    pthread_mutex_lock(&pool->sleepLock);
    pthread_cond_broadcast(&pool->published);
    pthread_mutex_unlock(&pool->sleepLock);
  }
  runShare(pool);
  atomic_store(&pool->isOpen, false);
  awaitWorkers(pool);
}

void octavo_parallel_for(long count, octavo_loop_body body, void *context) {
  int threads = octavo_threads();
  loop_t loop = {body, context, count};
  if (count >= 2 && threads >= 2 && !isInLoop) {
    if (ownPool) {
      runLoop(ownPool, threads, loop);
      return;
    }
    // Of two callers at once the second one runs alone, with the same result.
    if (pthread_mutex_trylock(&sharedPoolLock) == 0) {
      runLoop(&sharedPool, threads, loop);
      pthread_mutex_unlock(&sharedPoolLock);
      return;
    }
  }
  for (long index = 0; index < count; index++) body(context, index);
}
