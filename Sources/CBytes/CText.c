#include "CBytes.h"

static inline bool begins(uint8_t byte) {
    return byte >= 0xC3 && byte <= 0xDF;
}

static inline bool continues(uint8_t byte) {
    return byte >= 0x80 && byte <= 0xBF;
}

bool muster_is_alphabetic(const void *text, int64_t start, int64_t end, int64_t count) {
    const uint8_t *bytes = text;
    int64_t at = start;
    // 1: the byte before begins a character.
    uint32_t isOpen = 0;
#if defined(__SSE2__)
    // As signed numbers, all bytes that are not ASCII lie below it, in their order.
    const __m128i beforeFirst = _mm_set1_epi8((char)0xC2), behindFirst = _mm_set1_epi8((char)0xE0);
    const __m128i behindSecond = _mm_set1_epi8((char)0xC0);
    for (; at < end && at + 16 <= count; at += 16) {
        const __m128i sixteen = _mm_loadu_si128((const __m128i *)(bytes + at));
        const uint32_t isThere = end - at >= 16 ? 0xFFFF : ((uint32_t)1 << (end - at)) - 1;
        const uint32_t nonASCII = (uint32_t)_mm_movemask_epi8(sixteen) & isThere;
        if ((nonASCII | isOpen) == 0) continue;
        const uint32_t first = isThere & (uint32_t)_mm_movemask_epi8(_mm_and_si128(
            _mm_cmpgt_epi8(sixteen, beforeFirst), _mm_cmpgt_epi8(behindFirst, sixteen)));
        const uint32_t second = isThere & (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(behindSecond, sixteen));
        if (nonASCII != (first | second) || second != ((first << 1 | isOpen) & 0xFFFF)) return false;
        isOpen = first >> 15;
    }
#endif
    for (; at < end; at++) {
        if (isOpen != continues(bytes[at]) || (bytes[at] >= 0x80 && !isOpen && !begins(bytes[at]))) return false;
        isOpen = begins(bytes[at]);
    }
    return isOpen == 0;
}
