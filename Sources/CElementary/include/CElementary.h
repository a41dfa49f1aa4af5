// Elementary functions of doubles whose results are the same bits on every machine.
//
// Only operations that IEEE 754 defines exactly take part, in an order that no compiler changes, so
// no result depends on the system's mathematical library. Infinities, NaN, subnormal numbers and
// signed zeros are treated as IEEE 754-2019, section 9.2, asks. A processor must have fused
// multiply-add. Errors are in units in the last place (ulp) of the result.

#ifndef OCTAVO_ELEMENTARY_H
#define OCTAVO_ELEMENTARY_H

// exponential.c, error below 0.6 ulp, of subnormal results below 1.1 ulp

double octavo_double_exp(double x);
double octavo_double_exp2(double x);

// logarithm.c, error below 0.6 ulp; log2 of powers of two and log10 of powers of ten are exact

double octavo_double_log(double x);
/// log(1 + x).
double octavo_double_log1p(double x);
double octavo_double_log2(double x);
double octavo_double_log10(double x);

// power.c, error below 0.6 ulp, of subnormal results below 1.1 ulp; powers of integers that are
// doubles, and cube roots that are, are exact

double octavo_double_pow(double x, double y);
double octavo_double_cbrt(double x);

// trigonometric.c, error below 0.8 ulp for every finite x

double octavo_double_sin(double x);
double octavo_double_cos(double x);

// error_function.c

/// Error below 1.1 ulp.
double octavo_double_erf(double x);
/// Error below 1.5 ulp, of subnormal results below 2 ulp.
double octavo_double_erfc(double x);

// gamma.c

/// log Γ(x) for x ≥ 0, and NaN below. The error is below 1 ulp, or below 10⁻¹⁷ in absolute terms near the zeros at 1
/// and 2.
double octavo_double_lgamma(double x);

#endif
