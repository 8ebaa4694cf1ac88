// Compiles a function once per instruction set and picks the best at load time, so that one program is fast on every
// x86-64.
#pragma once

// Sanitizers run before the resolvers that pick a version may.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define HEADROOM_VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define HEADROOM_VECTORIZED
#endif

// For code that must know how many lanes it has: one function an instruction set, chosen by the caller at run time.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define HEADROOM_WIDE_VECTORS 1
#define HEADROOM_FOR_AVX512 __attribute__((target("arch=x86-64-v4"), noinline))
#define HEADROOM_FOR_AVX2 __attribute__((target("arch=x86-64-v3"), noinline))
#endif

/// For templates called by such a function: they take on the caller's instruction set only when inlined.
#define HEADROOM_INLINE inline __attribute__((always_inline))
