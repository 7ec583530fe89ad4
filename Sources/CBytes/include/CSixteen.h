#ifndef MUSTER_CSIXTEEN_H
#define MUSTER_CSIXTEEN_H

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Sixteen bytes, the first lowest in `first`.
typedef struct {
    uint64_t first;
    uint64_t second;
} MusterSixteen;

/// The first `count` of the sixteen bytes from `start` on, all of which must be there, with zeros in the place of the
/// others. A count beyond 16 is as good as 16.
static inline MusterSixteen muster_first_bytes(const void *bytes, int64_t start, int64_t count) {
    static const uint8_t masks[32] = {
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    };
    const uint8_t *mask = masks + 16 - (count < 16 ? count : 16);
    MusterSixteen found;
#if defined(__SSE2__)
    const __m128i text = _mm_and_si128(
        _mm_loadu_si128((const __m128i *)((const uint8_t *)bytes + start)), _mm_loadu_si128((const __m128i *)mask));
    found.first = (uint64_t)_mm_cvtsi128_si64(text);
    found.second = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(text, text));
#else
    found.first = found.second = 0;
    for (int at = 0; at < 16; at++) {
        const uint64_t byte = ((const uint8_t *)bytes)[start + at] & mask[at];
        *(at < 8 ? &found.first : &found.second) |= byte << at % 8 * 8;
    }
#endif
    return found;
}

#endif
