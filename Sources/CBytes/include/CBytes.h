#ifndef MUSTER_CBYTES_H
#define MUSTER_CBYTES_H

// What the processor does with many bytes at once and Swift has no words for: to compare them by their order, and to make
// a bit of each. All of it is inlined where it is used. On processors without SSE2 the loops below do the same.

#include <stdbool.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// For each of 64 bytes a bit, the first byte's lowest.
typedef struct {
    uint64_t delimiters;
    /// LF and CR.
    uint64_t lineEnds;
    uint64_t quotes;
    uint64_t nonASCII;
} MusterStructure;

/// Marks what matters to a CSV scanner in the 64 bytes at `bytes`.
static inline MusterStructure muster_structure(const void *bytes, uint8_t delimiter, uint8_t quote) {
    MusterStructure found = {0, 0, 0, 0};
#if defined(__SSE2__)
    const __m128i delimiters = _mm_set1_epi8((char)delimiter), quotes = _mm_set1_epi8((char)quote);
    const __m128i lineFeeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
    for (int part = 0; part < 4; part++) {
        const __m128i text = _mm_loadu_si128((const __m128i *)bytes + part);
        const int shift = part * 16;
        found.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, delimiters)) << shift;
        found.lineEnds |= (uint64_t)(uint32_t)_mm_movemask_epi8(
            _mm_or_si128(_mm_cmpeq_epi8(text, lineFeeds), _mm_cmpeq_epi8(text, returns))) << shift;
        found.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, quotes)) << shift;
        found.nonASCII |= (uint64_t)(uint32_t)_mm_movemask_epi8(text) << shift;
    }
#else
    for (int at = 0; at < 64; at++) {
        const uint8_t byte = ((const uint8_t *)bytes)[at];
        found.delimiters |= (uint64_t)(byte == delimiter) << at;
        found.lineEnds |= (uint64_t)(byte == '\n' || byte == '\r') << at;
        found.quotes |= (uint64_t)(byte == quote) << at;
        found.nonASCII |= (uint64_t)(byte >> 7) << at;
    }
#endif
    return found;
}

/// Sixteen bytes, the first lowest in `first`.
typedef struct {
    uint64_t first;
    uint64_t second;
} MusterSixteen;

/// The first `count` of the sixteen bytes at `bytes`, all of which must be there, with zeros in the place of the others.
/// A count beyond 16 is as good as 16.
static inline MusterSixteen muster_first_bytes(const void *bytes, int64_t count) {
    static const uint8_t masks[32] = {
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    };
    const uint8_t *mask = masks + 16 - (count < 16 ? count : 16);
    MusterSixteen found;
#if defined(__SSE2__)
    const __m128i text = _mm_and_si128(_mm_loadu_si128((const __m128i *)bytes), _mm_loadu_si128((const __m128i *)mask));
    found.first = (uint64_t)_mm_cvtsi128_si64(text);
    found.second = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(text, text));
#else
    found.first = found.second = 0;
    for (int at = 0; at < 16; at++) {
        const uint64_t byte = ((const uint8_t *)bytes)[at] & mask[at];
        *(at < 8 ? &found.first : &found.second) |= byte << at % 8 * 8;
    }
#endif
    return found;
}

/// Whether each of the first `count` of sixteen bytes lies between the two at its place, both included.
static inline bool muster_lie_between(MusterSixteen bytes, MusterSixteen low, MusterSixteen high, int64_t count) {
    const uint32_t wanted = ((uint32_t)1 << (count & 31)) - 1;
#if defined(__SSE2__)
    const __m128i text = _mm_set_epi64x((int64_t)bytes.second, (int64_t)bytes.first);
    const __m128i least = _mm_set_epi64x((int64_t)low.second, (int64_t)low.first);
    const __m128i most = _mm_set_epi64x((int64_t)high.second, (int64_t)high.first);
    const __m128i within = _mm_and_si128(
        _mm_cmpeq_epi8(_mm_max_epu8(text, least), text), _mm_cmpeq_epi8(_mm_min_epu8(text, most), text));
    return ((uint32_t)_mm_movemask_epi8(within) & wanted) == wanted;
#else
    uint32_t within = 0;
    for (int at = 0; at < 16; at++) {
        const int shift = at % 8 * 8;
        const uint8_t byte = (uint8_t)((at < 8 ? bytes.first : bytes.second) >> shift);
        const uint8_t least = (uint8_t)((at < 8 ? low.first : low.second) >> shift);
        const uint8_t most = (uint8_t)((at < 8 ? high.first : high.second) >> shift);
        within |= (uint32_t)(byte >= least && byte <= most) << at;
    }
    return (within & wanted) == wanted;
#endif
}

#endif
