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
    /// There is a CR among the line ends.
    bool holdsReturns;
} MusterStructure;

/// Marks what matters to a CSV scanner in the 64 bytes at `bytes`.
static inline MusterStructure muster_structure(const void *bytes, uint8_t delimiter, uint8_t quote) {
    MusterStructure found = {0, 0, 0, 0, false};
#if defined(__SSE2__)
    const __m128i delimiters = _mm_set1_epi8((char)delimiter), quotes = _mm_set1_epi8((char)quote);
    const __m128i lineFeeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
    __m128i anyReturns = _mm_setzero_si128();
    for (int part = 0; part < 4; part++) {
        const __m128i text = _mm_loadu_si128((const __m128i *)bytes + part);
        const __m128i isReturn = _mm_cmpeq_epi8(text, returns);
        anyReturns = _mm_or_si128(anyReturns, isReturn);
        const int shift = part * 16;
        found.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, delimiters)) << shift;
        found.lineEnds |= (uint64_t)(uint32_t)_mm_movemask_epi8(
            _mm_or_si128(_mm_cmpeq_epi8(text, lineFeeds), isReturn)) << shift;
        found.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, quotes)) << shift;
        found.nonASCII |= (uint64_t)(uint32_t)_mm_movemask_epi8(text) << shift;
    }
    found.holdsReturns = _mm_movemask_epi8(anyReturns) != 0;
#else
    for (int at = 0; at < 64; at++) {
        const uint8_t byte = ((const uint8_t *)bytes)[at];
        found.delimiters |= (uint64_t)(byte == delimiter) << at;
        found.lineEnds |= (uint64_t)(byte == '\n' || byte == '\r') << at;
        found.quotes |= (uint64_t)(byte == quote) << at;
        found.nonASCII |= (uint64_t)(byte >> 7) << at;
        found.holdsReturns = found.holdsReturns || byte == '\r';
    }
#endif
    return found;
}

/// More cells than `muster_put_cells` is told may be written, and are to be written over.
enum { MUSTER_CELLS_AT_ONCE = 12 };

/// Writes the cells that end at the separators of 64 bytes: of each its start, then twice its length.
///
/// How many there are differs from one 64 bytes to the next, so a loop that ended behind the last would be foretold wrongly
/// each time, at the price of all the cells. As many as are usual are therefore written whether they are there or not.
///
/// - `separators`: a bit for each of the 64 bytes; at least one is set.
/// - `position`: where these begin. `start`: where the first cell does.
/// - `count`: how many separators there are.
/// - `cells`: room for 64 and `MUSTER_CELLS_AT_ONCE` more.
static inline void muster_put_cells(
    uint64_t separators, uint32_t position, uint32_t start, int64_t count, void *cells) {
    uint32_t *next = (uint32_t *)cells;
    for (int64_t done = 0; done < count; done += MUSTER_CELLS_AT_ONCE) {
        for (int cell = 0; cell < MUSTER_CELLS_AT_ONCE; cell++) {
            // The highest bit is set lest there be none.
            const uint32_t end = position + (uint32_t)__builtin_ctzll(separators | (uint64_t)1 << 63);
            separators &= separators - 1;
            *next++ = start;
            *next++ = (end - start) << 1;
            start = end + 1;
        }
    }
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

/// For each of sixteen bytes of XML a bit, the first byte's lowest.
typedef struct {
    /// `<`, `>`, `&` and the control characters: where plain text ends, or may.
    uint32_t stops;
    uint32_t nonASCII;
} MusterMarkup;

/// Marks what matters to a reader of plain XML in the sixteen bytes at `bytes`, all of which must be there.
static inline MusterMarkup muster_markup(const void *bytes) {
    MusterMarkup found = {0, 0};
#if defined(__SSE2__)
    const __m128i text = _mm_loadu_si128((const __m128i *)bytes);
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(text, _mm_set1_epi8(0x1F)), text);
    const __m128i tags = _mm_or_si128(
        _mm_cmpeq_epi8(text, _mm_set1_epi8('<')), _mm_cmpeq_epi8(text, _mm_set1_epi8('>')));
    const __m128i stops = _mm_or_si128(_mm_or_si128(controls, tags), _mm_cmpeq_epi8(text, _mm_set1_epi8('&')));
    found.stops = (uint32_t)_mm_movemask_epi8(stops);
    found.nonASCII = (uint32_t)_mm_movemask_epi8(text);
#else
    for (int at = 0; at < 16; at++) {
        const uint8_t byte = ((const uint8_t *)bytes)[at];
        found.stops |= (uint32_t)(byte < 0x20 || byte == '<' || byte == '>' || byte == '&') << at;
        found.nonASCII |= (uint32_t)(byte >> 7) << at;
    }
#endif
    return found;
}

/// Has the processor fetch the line of memory in which `address` lies, without waiting for it. Any address will do.
static inline void muster_prefetch(const void *address) {
    __builtin_prefetch(address);
}

/// Which of the sixteen bytes at `bytes` are not ASCII: a bit for each, the first byte's lowest.
static inline uint32_t muster_non_ascii(const void *bytes) {
#if defined(__SSE2__)
    return (uint32_t)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)bytes));
#else
    uint32_t found = 0;
    for (int at = 0; at < 16; at++) found |= (uint32_t)(((const uint8_t *)bytes)[at] >> 7) << at;
    return found;
#endif
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
