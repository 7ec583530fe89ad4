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

/// For each count up to 16, what keeps so many of sixteen bytes.
static const uint64_t musterMasks[17][2] __attribute__((aligned(16))) = {
    {0, 0}, {0xFF, 0}, {0xFFFF, 0}, {0xFFFFFF, 0}, {0xFFFFFFFF, 0}, {0xFFFFFFFFFF, 0}, {0xFFFFFFFFFFFF, 0},
    {0xFFFFFFFFFFFFFF, 0}, {UINT64_MAX, 0}, {UINT64_MAX, 0xFF}, {UINT64_MAX, 0xFFFF}, {UINT64_MAX, 0xFFFFFF},
    {UINT64_MAX, 0xFFFFFFFF}, {UINT64_MAX, 0xFFFFFFFFFF}, {UINT64_MAX, 0xFFFFFFFFFFFF}, {UINT64_MAX, 0xFFFFFFFFFFFFFF},
    {UINT64_MAX, UINT64_MAX},
};

/// The first `count` of the sixteen bytes from `start` on, all of which must be there, with zeros in the place of the
/// others.
static inline MusterSixteen muster_first_of_sixteen(const void *bytes, int64_t start, uint32_t count) {
    const uint64_t *mask = musterMasks[count];
    MusterSixteen found;
#if defined(__SSE2__)
    const __m128i text = _mm_and_si128(
        _mm_loadu_si128((const __m128i *)((const uint8_t *)bytes + start)), _mm_load_si128((const __m128i *)mask));
    found.first = (uint64_t)_mm_cvtsi128_si64(text);
    found.second = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(text, text));
#else
    found.first = found.second = 0;
    for (int at = 0; at < 16; at++) {
        *(at < 8 ? &found.first : &found.second) |= (uint64_t)((const uint8_t *)bytes)[start + at] << at % 8 * 8;
    }
    found.first &= mask[0];
    found.second &= mask[1];
#endif
    return found;
}

/// The same of a count that may be beyond 16, which is as good as 16 then.
static inline MusterSixteen muster_first_bytes(const void *bytes, int64_t start, int64_t count) {
    return muster_first_of_sixteen(bytes, start, count < 16 ? (uint32_t)count : 16);
}

#endif
