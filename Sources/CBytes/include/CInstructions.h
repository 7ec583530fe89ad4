#ifndef MUSTER_CINSTRUCTIONS_H
#define MUSTER_CINSTRUCTIONS_H

#include <stdint.h>

/// Instructions for many bytes at once, from those that every processor of its kind has to the widest. A function that is told
/// the widest it may use takes no others than the processor has; all come to the same.
typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
    MUSTER_BASIC __attribute__((swift_name("basic"))),
    MUSTER_AVX2 __attribute__((swift_name("avx2"))),
    MUSTER_AVX512 __attribute__((swift_name("avx512"))),
} MusterInstructions;

#endif
