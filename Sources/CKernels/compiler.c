#include "CKernels.h"

// Flags of the command line may change what the kernels compute, and no source shows them.
#ifdef __FAST_MATH__
#define MATH " fast-math"
#else
#define MATH ""
#endif
#ifdef __OPTIMIZE__
#define OPTIMIZATION " optimized"
#else
#define OPTIMIZATION ""
#endif

const char *octavo_compiler(void) { return __VERSION__ OPTIMIZATION MATH; }
