#include "CBytes.h"
#include "CLetters.h"

bool muster_is_of_common_letters(const void *text, int64_t start, int64_t end, int64_t count) {
    const uint8_t *bytes = text;
    int64_t at = start;
    // A bit for each of the next bytes that is to continue a character.
    uint32_t awaited = 0;
#if defined(__SSE2__)
    for (; at < end && at + 16 <= count; at += 16) {
        const __m128i sixteen = _mm_loadu_si128((const __m128i *)(bytes + at));
        uint32_t nonASCII = (uint32_t)_mm_movemask_epi8(sixteen);
        const uint32_t isThere = end - at >= 16 ? 0xFFFF : ((uint32_t)1 << (end - at)) - 1;
        nonASCII &= isThere;
        if ((nonASCII | awaited) == 0) continue;
        const uint32_t two = between(sixteen, 0xC3, 0xDF) & isThere, three = between(sixteen, 0xE4, 0xEC) & isThere;
        const uint32_t following = nonASCII & ~(two | three);
        awaited |= (two | three) << 1 | three << 2;
        if ((following & ~continuing(sixteen)) != 0 || following != (awaited & 0xFFFF)) return false;
        awaited >>= 16;
    }
#endif
    for (; at < end; at++) {
        const uint8_t byte = bytes[at];
        if ((awaited & 1) != 0 ? !continues(byte) : byte >= 0x80 && !begins_two(byte) && !begins_three(byte)) return false;
        awaited >>= 1;
        if (begins_two(byte)) awaited |= 1;
        if (begins_three(byte)) awaited |= 3;
    }
    return awaited == 0;
}
