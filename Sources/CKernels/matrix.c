// Matrix products through oneDNN, one thread a call.

#include "CKernels.h"

#include <dlfcn.h>
#include <dnnl.h>
#include <stdbool.h>

// oneDNN splits a product over OpenMP's threads; here the caller has split it already. OpenMP's
// setting belongs to the calling thread, and its library comes with oneDNN, so there is nothing to
// link against.
static void useOneThread(void) {
  static _Thread_local bool isSet = false;
  if (isSet) return;
  void (*setThreads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (setThreads) setThreads(1);
  isSet = true;
}

bool octavo_matrix_product(
    bool transposeA, bool transposeB, long m, long n, long k, float alpha, const float *a, long lda,
    const float *b, long ldb, float beta, float *c, long ldc) {
  useOneThread();
  return dnnl_sgemm(
             transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb, beta,
             c, ldc)
         == dnnl_success;
}
