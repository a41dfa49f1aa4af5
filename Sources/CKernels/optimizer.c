#include "CKernels.h"
#include "vector_math.h"

KERNEL(
    void, octavo_adam,
    (long count, const octavo_adam_step *step, const float *gradient, float *m, float *v, float *w),
    (count, step, gradient, m, v, w)) {
  octavo_adam_step s = *step;
  EACH(i, count) {
    float g = gradient[i] * s.gradientScale;
    float first = fused(s.beta1, m[i], (1.0f - s.beta1) * g);
    float second = fused(s.beta2, v[i], (1.0f - s.beta2) * g * g);
    m[i] = first;
    v[i] = second;
    float root = __builtin_elementwise_sqrt(second);
    float change = s.rate * first / fused(s.secondScale, root, s.epsilon);
    w[i] = fused(s.decay, w[i], -change);
  }
}
