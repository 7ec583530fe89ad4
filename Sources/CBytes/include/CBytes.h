#ifndef MUSTER_CBYTES_H
#define MUSTER_CBYTES_H

// What the processor does with many bytes at once and Swift has no words for: to compare them by their order, and to make
// a bit of each. It is inlined where it is used, but for the loops over a CSV file, over a text, over the values of many rows,
// over the pieces of a line, and over bytes that are copied, which stand by themselves. On processors without SSE2 the loops below do the same.

#include <stdbool.h>
#include <stdint.h>

#include "CColumns.h"
#include "CHash.h"
#include "CInstructions.h"
#include "CLines.h"
#include "CSixteen.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// For each of 64 bytes a bit, the first byte's lowest.
typedef struct {
    uint64_t delimiters;
    /// LF.
    uint64_t feeds;
    /// CR.
    uint64_t returns;
    uint64_t quotes;
    uint64_t nonASCII;
    /// ASCII beyond the space but DEL: no white space, and nothing else that is cut off a value.
    uint64_t visible;
} MusterStructure;

/// Marks what matters to a CSV scanner in the 64 bytes at `bytes`.
static inline MusterStructure muster_structure(const void *bytes, uint8_t delimiter, uint8_t quote) {
    MusterStructure found = {0, 0, 0, 0, 0, 0};
#if defined(__SSE2__)
    const __m128i delimiters = _mm_set1_epi8((char)delimiter), quotes = _mm_set1_epi8((char)quote);
    const __m128i feeds = _mm_set1_epi8('\n'), returns = _mm_set1_epi8('\r');
    for (int part = 0; part < 4; part++) {
        const __m128i text = _mm_loadu_si128((const __m128i *)bytes + part);
        const int shift = part * 16;
        found.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, delimiters)) << shift;
        found.feeds |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, feeds)) << shift;
        found.returns |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, returns)) << shift;
        found.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(text, quotes)) << shift;
        found.nonASCII |= (uint64_t)(uint32_t)_mm_movemask_epi8(text) << shift;
        // As signed numbers, bytes that are not ASCII lie below the space, too; one more than DEL, the highest, is the lowest.
        const __m128i next = _mm_add_epi8(text, _mm_set1_epi8(1));
        found.visible |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(next, _mm_set1_epi8(' ' + 1))) << shift;
    }
#else
    for (int at = 0; at < 64; at++) {
        const uint8_t byte = ((const uint8_t *)bytes)[at];
        found.delimiters |= (uint64_t)(byte == delimiter) << at;
        found.feeds |= (uint64_t)(byte == '\n') << at;
        found.returns |= (uint64_t)(byte == '\r') << at;
        found.quotes |= (uint64_t)(byte == quote) << at;
        found.nonASCII |= (uint64_t)(byte >> 7) << at;
        found.visible |= (uint64_t)(byte > ' ' && byte < 0x7F) << at;
    }
#endif
    return found;
}

/// What a row is as a whole, of the forms that can be told here.
enum { MUSTER_WHOLE = 0, MUSTER_EMPTY = 1, MUSTER_RAGGED = 2, MUSTER_TOO_LONG = 5 };

/// The form of a row that is not blank.
///
/// - `length`: of its text. `cells`: its own, of each the start, then twice the length. `width`: how many there should be; 0
///   where that is not known. `longest`: how long its text may be.
static inline uint8_t muster_form(int64_t length, const void *cells, int64_t count, int64_t width, int64_t longest) {
    // An empty cell has two quotes and a delimiter at most.
    if (length < count * 3) {
        const uint32_t(*cell)[2] = cells;
        uint32_t lengths = 0;
        for (int64_t index = 0; index < count; index++) lengths |= cell[index][1] >> 1;
        if (lengths == 0) return MUSTER_EMPTY;
    }
    if (length > longest) return MUSTER_TOO_LONG;
    return width > 0 && count != width ? MUSTER_RAGGED : MUSTER_WHOLE;
}

/// What a row's text is made of: of ASCII; of common letters, too (`muster_is_of_common_letters`); of anything.
enum { MUSTER_ASCII = 0, MUSTER_COMMON = 1, MUSTER_ANY = 2 };

/// A row of a file that is not blank.
typedef struct {
    /// On which it starts, 1 for the file's first.
    int64_t line;
    /// Its cells among those of its block, and its text in the block's bytes, without the line end.
    uint32_t firstCell;
    uint32_t cellCount;
    uint32_t textStart;
    uint32_t textLength;
    /// How many lines further down the fault is that the form speaks of.
    uint32_t faultOffset;
    uint8_t form;
    uint8_t letters;
    /// False: no cell begins or ends with white space in ASCII.
    bool mayHaveOuterSpace;
    /// True: its cells are parted from each other by nothing but a delimiter.
    bool areCellsAdjacent;
} MusterTextRow;

/// Where a scan stands.
typedef struct {
    /// Where the next 64 bytes, the open line and the open cell begin. Where the last bytes ended between a CR and its LF,
    /// line and cell begin one byte behind the first of the next.
    int64_t position;
    int64_t lineStart;
    int64_t cellStart;
    int64_t cellCount;
    /// Which cell is the open line's first.
    int64_t firstCell;
    int64_t rowCount;
    /// The number of the open line.
    int64_t line;
    /// How many cells a row is to have; 0 where that is not known. How long it may be: in a line that is not shorter no quotes
    /// are looked at.
    int64_t width;
    int64_t longestRecord;
    /// The open line holds bytes that are not ASCII.
    bool holdsNonASCII;
    /// False: none of its cells so far begins with white space in ASCII, or ends with it.
    bool mayHaveOuterSpace;
    /// How many cells with doubled quotes have been found now.
    int64_t doubledCount;
    /// The widest instructions that may be used, where the processor has them: see `CInstructions.h`.
    MusterInstructions widest;
} MusterScan;

/// More cells and rows than these, and so many cells with doubled quotes, must have room behind those that have been found.
enum { MUSTER_ROOM_FOR_CELLS = 64 + 16, MUSTER_ROOM_FOR_ROWS = 64, MUSTER_ROOM_FOR_DOUBLED = 16 };

/// What is scanned, and where there is room for what is found in it.
typedef struct {
    const void *bytes;
    int64_t count;
    uint8_t delimiter;
    uint8_t quote;
    /// Of each cell the start of its value, then twice the length, and 1 more where a delimiter or a doubled quote stands in it.
    void *cells;
    int64_t roomForCells;
    MusterTextRow *rows;
    int64_t roomForRows;
    /// Which of the cells hold doubled quotes.
    uint32_t *doubled;
    int64_t roomForDoubled;
} MusterLines;

/// Finds the cells and rows of plain CSV, 64 bytes at a time, until there are less, until they hold something that is for
/// others to look at (a CR without an LF, a blank line, a quote in a cell that does not begin with one), or there is no more room.
/// Where that is within quotes, the cell is left as a whole. So is a row with line ends within quotes that has not as many cells
/// as it should.
///
/// - `hash`: takes in some of its blocks of these bytes, one beside each 64 that are looked at, or none.
void muster_scan_lines(MusterScan *scan, const MusterLines *lines, MusterHash *hash);

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

/// Which of the eight slots from `slots` on is the first that is 0, or is `alike` in the bits of `mask`; 8 if none is.
static inline int muster_first_slot(const uint32_t *slots, uint32_t alike, uint32_t mask) {
#if defined(__SSE2__)
    const __m128i likes = _mm_set1_epi32((int)alike), bits = _mm_set1_epi32((int)mask), zeros = _mm_setzero_si128();
    uint32_t found = 0x100;
    for (int part = 0; part < 2; part++) {
        const __m128i four = _mm_loadu_si128((const __m128i *)slots + part);
        const __m128i any = _mm_or_si128(
            _mm_cmpeq_epi32(four, zeros), _mm_cmpeq_epi32(_mm_and_si128(four, bits), likes));
        found |= (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(any)) << part * 4;
    }
    return __builtin_ctz(found);
#else
    int place = 0;
    while (place < 8 && slots[place] != 0 && (slots[place] & mask) != alike) place++;
    return place;
#endif
}

/// Has the processor fetch the line of memory in which `address` lies, without waiting for it. Any address will do.
static inline void muster_prefetch(const void *address) {
    __builtin_prefetch(address);
}

/// Tells the processor that the program only looks again and again whether something has changed: what else runs on the same
/// core may have its units meanwhile. Takes some ten to fifty nanoseconds.
static inline void muster_relax(void) {
#if defined(__SSE2__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}

/// Which of the 64 bytes from `start` on, all of which must be there, are not ASCII: a bit for each, the first byte's lowest.
static inline uint64_t muster_non_ascii(const void *bytes, int64_t start) {
    const uint8_t *from = (const uint8_t *)bytes + start;
    uint64_t found = 0;
#if defined(__SSE2__)
    for (int part = 0; part < 4; part++) {
        const __m128i text = _mm_loadu_si128((const __m128i *)from + part);
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(text) << part * 16;
    }
#else
    for (int at = 0; at < 64; at++) found |= (uint64_t)(from[at] >> 7) << at;
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

/// Whether the text from `start` to `end` is made of ASCII and of whole characters from U+00C0 to U+07FF and from U+4000 to
/// U+CFFF: most letters of the Latin, Greek, Cyrillic, Hebrew, Arabic, Chinese, Japanese and Korean scripts, none of which is
/// white space. False where that cannot be told.
///
/// - `count`: no byte behind so many is looked at.
bool muster_is_of_common_letters(const void *bytes, int64_t start, int64_t end, int64_t count);

/// Copies `count` bytes, at least 0, that are not looked at by this processor soon: they go to memory by themselves, and what
/// its cache holds stays there. The two places do not overlap.
void muster_copy_past_cache(void *to, const void *from, int64_t count);

#endif
