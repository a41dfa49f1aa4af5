// Memory for tensors, kept for the next one of a similar size instead of going back to the system:
// training asks for the same sizes at every iteration.
//
// What the bodies of parallel loops take and give back, thousands of times a second, each thread
// keeps for itself. With one lock for all, threads that once wait for each other do so ever after.

#include "CKernels.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

// More would not be a number of bytes when it is rounded up.
static const size_t mostCount = SIZE_MAX / sizeof(float) / 2;

enum {
  cacheLine = 64,
  leastCount = 64,
  // Sizes between a power of two and the next.
  stepsBits = 3,
  sizeCount = 64 << stepsBits,
  mostBytesOfThread = 8 << 20,
  mostBytesOfThreadsBuffer = 1 << 20,
};

typedef struct buffer {
  struct buffer *next;
} buffer_t;

typedef struct {
  size_t bytes;
  int index;
} size_class_t;

typedef struct {
  buffer_t *first[sizeCount];
  size_t bytes;
} kept_t;

static struct {
  pthread_mutex_t lock;
  kept_t kept;
  // With what threads keep.
  size_t bytesInUse;
  size_t mostBytesInUse;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local kept_t ownKept;
static _Thread_local long ownHeldBytes;
static _Thread_local bool givesBackAtExit;
static pthread_key_t exitKey;
static pthread_once_t exitKeyOnce = PTHREAD_ONCE_INIT;

static int log2Floor(size_t value) { return 63 - __builtin_clzl(value); }

// Rounds up so that nearby sizes share buffers, by at most an eighth.
static size_class_t sizeClass(size_t count) {
  if (count < leastCount) count = leastCount;
  size_t step = (size_t)1 << (log2Floor(count) - stepsBits);
  if (step < cacheLine / sizeof(float)) step = cacheLine / sizeof(float);
  size_t capacity = (count + step - 1) / step * step;
  int power = log2Floor(capacity);
  int place = (int)(capacity >> (power - stepsBits)) & ((1 << stepsBits) - 1);
  return (size_class_t){capacity * sizeof(float), (power << stepsBits) + place};
}

static size_class_t sizeClassAt(int index) {
  int power = index >> stepsBits, place = index & ((1 << stepsBits) - 1);
  size_t capacity = ((size_t)(1 << stepsBits) + place) << (power - stepsBits);
  return (size_class_t){capacity * sizeof(float), index};
}

static void *takeKept(kept_t *kept, size_class_t size) {
  buffer_t *buffer = kept->first[size.index];
  if (!buffer) return NULL;
  kept->first[size.index] = buffer->next;
  kept->bytes -= size.bytes;
  return buffer;
}

static void keep(kept_t *kept, void *memory, size_class_t size) {
  buffer_t *buffer = memory;
  buffer->next = kept->first[size.index];
  kept->first[size.index] = buffer;
  kept->bytes += size.bytes;
}

static void freeKept(kept_t *kept) {
  for (int index = 0; index < sizeCount; index++) {
    while (kept->first[index]) {
      buffer_t *buffer = kept->first[index];
      kept->first[index] = buffer->next;
      free(buffer);
    }
  }
  kept->bytes = 0;
}

// The caller holds the lock.
static void giveToPool(void *buffer, size_class_t size) {
  pool.bytesInUse -= size.bytes;
  // It holds no more than half again of what was ever in use at once.
  if (pool.bytesInUse + pool.kept.bytes + size.bytes <= pool.mostBytesInUse / 2 * 3) {
    keep(&pool.kept, buffer, size);
  } else {
    free(buffer);
  }
}

static void giveOwnToPool(void) {
  pthread_mutex_lock(&pool.lock);
  for (int index = 0; index < sizeCount; index++) {
    if (!ownKept.first[index]) continue;
    size_class_t size = sizeClassAt(index);
    for (void *buffer; (buffer = takeKept(&ownKept, size));) giveToPool(buffer, size);
  }
  pthread_mutex_unlock(&pool.lock);
}

static void atExitOfThread(void *unused) {
  (void)unused;
  giveOwnToPool();
  // What ends with the thread after this may still give buffers back.
  givesBackAtExit = false;
}

static void makeExitKey(void) { pthread_key_create(&exitKey, atExitOfThread); }

static void giveBackAtExit(void) {
  if (givesBackAtExit) return;
  pthread_once(&exitKeyOnce, makeExitKey);
  // Any value that is not null makes the key's function run.
  pthread_setspecific(exitKey, &ownKept);
  givesBackAtExit = true;
}

// Memory of the system; where it gives none, what is kept goes back first.
static void *allocate(size_t bytes) {
  void *memory = NULL;
  if (posix_memalign(&memory, cacheLine, bytes) == 0) return memory;
  giveOwnToPool();
  pthread_mutex_lock(&pool.lock);
  freeKept(&pool.kept);
  pthread_mutex_unlock(&pool.lock);
  return posix_memalign(&memory, cacheLine, bytes) == 0 ? memory : NULL;
}

size_t octavo_buffer_bytes(size_t count) { return sizeClass(count).bytes; }

long octavo_held_bytes(void) { return ownHeldBytes; }

float *octavo_take_buffer(size_t count) {
  if (count > mostCount) return NULL;
  size_class_t size = sizeClass(count);
  ownHeldBytes += (long)size.bytes;
  void *buffer = takeKept(&ownKept, size);
  if (buffer) return buffer;
  pthread_mutex_lock(&pool.lock);
  buffer = takeKept(&pool.kept, size);
  pool.bytesInUse += size.bytes;
  if (pool.bytesInUse > pool.mostBytesInUse) pool.mostBytesInUse = pool.bytesInUse;
  pthread_mutex_unlock(&pool.lock);
  return buffer ? buffer : allocate(size.bytes);
}

void octavo_give_buffer(float *buffer, size_t count) {
  size_class_t size = sizeClass(count);
  ownHeldBytes -= (long)size.bytes;
  if (size.bytes <= mostBytesOfThreadsBuffer) {
    if (ownKept.bytes + size.bytes > mostBytesOfThread) giveOwnToPool();
    giveBackAtExit();
    keep(&ownKept, buffer, size);
    return;
  }
  pthread_mutex_lock(&pool.lock);
  giveToPool(buffer, size);
  pthread_mutex_unlock(&pool.lock);
}
