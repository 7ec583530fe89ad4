#include "CBytes.h"

// The loop over the bytes of a CSV file. It is compiled twice on x86-64: for any such processor, and for those with AVX2,
// which look at 32 bytes at once and count and find bits in one step each. Which is used is decided when it runs.

typedef MusterStructure (*Find)(const void *, uint8_t, uint8_t);

/// How many cells are written at once. How many there are differs from one 64 bytes to the next, so a loop that ended behind
/// the last would be foretold wrongly each time, at the price of all the cells. As many as are usual are therefore written
/// whether they are there or not.
enum { CELLS_AT_ONCE = 12 };

/// Writes the cells that end at the separators of the 64 bytes from `position` on, the first of which begins at `start`.
static inline __attribute__((always_inline)) void put_cells(
    uint64_t separators, uint32_t position, uint32_t start, int count, uint32_t *next) {
    for (int done = 0; done < count; done += CELLS_AT_ONCE) {
#pragma clang loop unroll(full)
        for (int cell = 0; cell < CELLS_AT_ONCE; cell++) {
            // The highest bit is set lest there be none.
            const uint32_t end = position + (uint32_t)__builtin_ctzll(separators | (uint64_t)1 << 63);
            uint32_t length = (end - start) << 1;
            // One after the other: side by side in vectors, as the compiler would have it, they take twice the time.
            __asm__("" : "+r"(length));
            separators &= separators - 1;
            *next++ = start;
            *next++ = length;
            start = end + 1;
        }
    }
}

static inline __attribute__((always_inline)) void scan_lines(
    MusterScan *scan, const uint8_t *bytes, int64_t count, uint8_t delimiter, uint8_t quote, uint32_t *cells,
    int64_t roomForCells, MusterLine *lines, int64_t roomForLines, Find find) {
    int64_t position = scan->position, lineStart = scan->lineStart, cellStart = scan->cellStart;
    int64_t cellCount = scan->cellCount, lineCount = scan->lineCount;
    bool holdsNonASCII = scan->holdsNonASCII;
    while (position + 64 <= count && cellCount + MUSTER_ROOM_FOR_CELLS <= roomForCells
           && lineCount + MUSTER_ROOM_FOR_LINES <= roomForLines) {
        const MusterStructure found = find(bytes + position, delimiter, quote);
        uint64_t feeds = found.feeds;
        const uint64_t returns = found.returns, behindReturns = returns << 1;
        if (found.quotes != 0) break;
        // A lone CR; of one at the end the next byte must be there to be looked at.
        if ((behindReturns & ~feeds) != 0) break;
        if (returns >> 63 != 0 && (position + 64 == count || bytes[position + 64] != '\n')) break;
        // A line that ends where it starts. Where it starts is behind an LF, whatever stands before that.
        uint64_t starts = feeds << 1;
        if (lineStart >= position) starts |= (uint64_t)1 << (lineStart - position);
        // The LF of a CR LF has been passed already.
        if (cellStart > position) feeds &= ~(uint64_t)1;
        uint64_t ends = returns | (feeds & ~behindReturns);
        if ((ends & starts) != 0) break;

        uint64_t nonASCII = found.nonASCII;
        const uint64_t separators = found.delimiters | ends;
        if (separators != 0) {
            const int more = __builtin_popcountll(separators);
            uint32_t *next = cells + 2 * cellCount;
            put_cells(separators, (uint32_t)position, (uint32_t)cellStart, more, next);
            cellStart = position + 64 - __builtin_clzll(separators);
            while (ends != 0) {
                const int end = __builtin_ctzll(ends);
                const uint64_t upToHere = ((uint64_t)1 << end) - 1;
                ends &= ends - 1;
                const int behind = __builtin_popcountll(separators & upToHere) + 1;
                holdsNonASCII = holdsNonASCII || (nonASCII & upToHere) != 0;
                nonASCII &= ~upToHere;
                lines[lineCount].end = (uint32_t)(position + end);
                lines[lineCount].cellsAndMark = (uint32_t)(cellCount + behind) << 1 | (holdsNonASCII ? 1 : 0);
                lineCount++;
                holdsNonASCII = false;
                lineStart = position + end + 1;
                if (returns >> end & 1) {
                    // The next cell begins behind the LF.
                    lineStart++;
                    if (behind < more) {
                        next[2 * behind]++;
                        next[2 * behind + 1] -= 2;
                    } else {
                        cellStart++;
                    }
                }
            }
            cellCount += more;
        }
        holdsNonASCII = holdsNonASCII || nonASCII != 0;
        position += 64;
    }
    scan->position = position;
    scan->lineStart = lineStart;
    scan->cellStart = cellStart;
    scan->cellCount = cellCount;
    scan->lineCount = lineCount;
    scan->holdsNonASCII = holdsNonASCII;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WITH_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

WITH_AVX2 static inline __attribute__((always_inline)) uint64_t bits(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

WITH_AVX2 static inline __attribute__((always_inline)) uint64_t equal(__m256i low, __m256i high, char byte) {
    const __m256i wanted = _mm256_set1_epi8(byte);
    return bits(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

WITH_AVX2 static inline __attribute__((always_inline)) MusterStructure structure_with_avx2(
    const void *bytes, uint8_t delimiter, uint8_t quote) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)bytes + 1);
    return (MusterStructure){
        equal(low, high, (char)delimiter), equal(low, high, '\n'), equal(low, high, '\r'),
        equal(low, high, (char)quote), bits(low, high),
    };
}

WITH_AVX2 static void scan_lines_with_avx2(
    MusterScan *scan, const uint8_t *bytes, int64_t count, uint8_t delimiter, uint8_t quote, uint32_t *cells,
    int64_t roomForCells, MusterLine *lines, int64_t roomForLines) {
    scan_lines(
        scan, bytes, count, delimiter, quote, cells, roomForCells, lines, roomForLines, structure_with_avx2);
}

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("lzcnt");
}
#endif

void muster_scan_lines(
    MusterScan *scan, const void *bytes, int64_t count, uint8_t delimiter, uint8_t quote, void *cells,
    int64_t roomForCells, MusterLine *lines, int64_t roomForLines) {
#if defined(__x86_64__)
    if (!scan->isBasic && has_avx2()) {
        scan_lines_with_avx2(scan, bytes, count, delimiter, quote, cells, roomForCells, lines, roomForLines);
        return;
    }
#endif
    scan_lines(scan, bytes, count, delimiter, quote, cells, roomForCells, lines, roomForLines, muster_structure);
}
