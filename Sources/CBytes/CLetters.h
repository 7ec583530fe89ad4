#ifndef MUSTER_CLETTERS_H
#define MUSTER_CLETTERS_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Common letters: whole characters from U+00C0 to U+07FF, of two bytes, and from U+4000 to U+CFFF, of three. Of the latter those
// are taken that begin with E4 to EC: behind these any two bytes may follow that continue one.

static inline bool begins_two(uint8_t byte) {
    return byte >= 0xC3 && byte <= 0xDF;
}

static inline bool begins_three(uint8_t byte) {
    return byte >= 0xE4 && byte <= 0xEC;
}

static inline bool continues(uint8_t byte) {
    return byte >= 0x80 && byte <= 0xBF;
}

#if defined(__SSE2__)
/// Marks the bytes from one to another, both of them beyond ASCII. As signed numbers all of these lie below it, in their order.
static inline uint32_t between(__m128i bytes, uint8_t first, uint8_t last) {
    const __m128i before = _mm_set1_epi8((char)(first - 1)), behind = _mm_set1_epi8((char)(last + 1));
    return (uint32_t)_mm_movemask_epi8(_mm_and_si128(_mm_cmpgt_epi8(bytes, before), _mm_cmpgt_epi8(behind, bytes)));
}

static inline uint32_t continuing(__m128i bytes) {
    return (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(_mm_set1_epi8((char)0xC0), bytes));
}
#endif

/// Marks among 64 bytes those that are neither ASCII nor part of a common letter, and those in whose place more of one should
/// stand.
///
/// - `nonASCII`: which of them are not ASCII. `awaited`: which of the first two are to continue a character; then the same of
///   the bytes behind.
static inline uint64_t uncommon_bytes(const uint8_t *bytes, uint64_t nonASCII, uint64_t *awaited) {
    uint64_t two = 0, three = 0, following = 0;
#if defined(__SSE2__)
    for (int part = 0; part < 4; part++) {
        const __m128i sixteen = _mm_loadu_si128((const __m128i *)bytes + part);
        const int shift = part * 16;
        two |= (uint64_t)between(sixteen, 0xC3, 0xDF) << shift;
        three |= (uint64_t)between(sixteen, 0xE4, 0xEC) << shift;
        following |= (uint64_t)continuing(sixteen) << shift;
    }
#else
    for (int at = 0; at < 64; at++) {
        two |= (uint64_t)begins_two(bytes[at]) << at;
        three |= (uint64_t)begins_three(bytes[at]) << at;
        following |= (uint64_t)continues(bytes[at]) << at;
    }
#endif
    const uint64_t first = two | three, expected = first << 1 | three << 2 | *awaited;
    *awaited = first >> 63 | three >> 62;
    return (nonASCII & ~(first | following)) | (following ^ expected);
}

#endif
