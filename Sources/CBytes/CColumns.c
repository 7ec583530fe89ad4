#include "CBytes.h"
#include "CProcessor.h"

/// A cell: its start, then twice its length.
typedef uint32_t Cell[2];

/// The first of sixteen bytes, as `muster_first_bytes`; the length is 16 at most.
typedef MusterSixteen (*Load)(const uint8_t *bytes, uint32_t length);

/// A text of more than sixteen bytes. It stands apart, lest the others lack registers.
static __attribute__((noinline)) MusterSums add_long(MusterSums sums, const uint8_t *from, uint32_t left, MusterSums tag) {
    muster_add(&sums, muster_first_bytes(from, 0, 16), left, tag);
    for (uint64_t place = 1; left > 16; place++) {
        left -= 16;
        from += 16;
        muster_add_more(&sums, muster_first_bytes(from, 0, left), place, tag);
    }
    return sums;
}

static inline __attribute__((always_inline)) void add_rows(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const uint8_t *bytes, const Cell *cells,
    const MusterRow *rows, int64_t count, MusterSums *sums, Load load) {
    const MusterPart *end = parts + partCount;
    for (const MusterRow *row = rows; row < rows + count; row++) {
        const Cell *cells_of_row = cells + row->firstCell;
        MusterSums found = seed;
        for (const MusterPart *part = parts; part < end; part++) {
            const uint32_t *cell = cells_of_row[part->column];
            const uint32_t length = cell[1] >> 1;
            if (length - 1 < 16) {
                muster_add(&found, load(bytes + cell[0], length), length, part->tag);
            } else if (length > 0) {
                found = add_long(found, bytes + cell[0], length, part->tag);
            }
        }
        *sums++ = found;
    }
}

static MusterSixteen load_plainly(const uint8_t *bytes, uint32_t length) {
    return muster_first_bytes(bytes, 0, length);
}

#if defined(__x86_64__)
#include <immintrin.h>

/// The mask is made, where the table that `muster_first_bytes` has would have to be looked up.
MUSTER_WITH_AVX2 static inline __attribute__((always_inline)) MusterSixteen load_with_avx2(
    const uint8_t *bytes, uint32_t length) {
    const __m128i places = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m128i isThere = _mm_cmpgt_epi8(_mm_broadcastb_epi8(_mm_cvtsi32_si128((int)length)), places);
    const __m128i text = _mm_and_si128(_mm_loadu_si128((const __m128i *)bytes), isThere);
    return (MusterSixteen){(uint64_t)_mm_cvtsi128_si64(text), (uint64_t)_mm_extract_epi64(text, 1)};
}

MUSTER_WITH_AVX2 static void add_rows_with_avx2(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const uint8_t *bytes, const Cell *cells,
    const MusterRow *rows, int64_t first, int64_t count, MusterSums *sums) {
    add_rows(parts, partCount, seed, bytes, cells, rows + first, count, sums + first, load_with_avx2);
}
#endif

void muster_add_rows(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const void *bytes, const void *cells,
    const MusterRow *rows, int64_t first, int64_t count, MusterSums *sums, bool isBasic) {
#if defined(__x86_64__)
    if (!isBasic && muster_has_avx2()) {
        add_rows_with_avx2(parts, partCount, seed, bytes, cells, rows, first, count, sums);
        return;
    }
#endif
    add_rows(parts, partCount, seed, bytes, cells, rows + first, count, sums + first, load_plainly);
}

/// Without a jump for each value: whether there is one would often be foretold wrongly.
static inline __attribute__((always_inline)) int64_t take_column(
    const MusterColumn *column, const uint8_t *bytes, const Cell *cells, const MusterRow *rows, int64_t first,
    int64_t count, MusterValue *values, bool *sound, bool isLoaded) {
    const uint32_t shortest = column->shortest, span = column->longest - column->shortest;
    MusterValue *next = values;
    int64_t filled = 0;
    cells += column->column;
    for (int64_t row = first; row < first + count; row++) {
        const uint32_t *cell = cells[rows[row].firstCell];
        const uint32_t length = cell[1] >> 1;
        const bool isFilled = length != 0;
        // Written over by the next one where it is not handed out.
        if (isLoaded) next->words = muster_first_bytes(bytes, cell[0], length);
        next->start = cell[0];
        next->length = length;
        next->row = (uint32_t)row;
        next += isLoaded ? isFilled : isFilled & ((length - shortest > span) | rows[row].mayHoldNonASCII);
        filled += isFilled;
    }
    if (column->isRequired && filled < count) {
        for (int64_t row = first; row < first + count; row++) sound[row] &= cells[rows[row].firstCell][1] > 1;
    }
    return next - values;
}

int64_t muster_take_column(
    const MusterColumn *column, const void *bytes, const void *cells, const MusterRow *rows, int64_t first, int64_t count,
    MusterValue *values, bool *sound) {
    return column->isLoaded ? take_column(column, bytes, cells, rows, first, count, values, sound, true)
                            : take_column(column, bytes, cells, rows, first, count, values, sound, false);
}

/// Eight bytes are gone through whether they are there or not, and the state is looked up that was reached behind the last
/// that is: where a loop would end is often foretold wrongly.
static inline __attribute__((always_inline)) uint64_t walk(
    const uint64_t *shifts, uint64_t state, const uint8_t *at, uint32_t left) {
    for (; left > 8; left -= 8) {
#pragma clang loop unroll(full)
        for (int place = 0; place < 8; place++) state = shifts[*at++] >> (state & 63);
    }
    uint64_t states[9] = {state};
#pragma clang loop unroll(full)
    for (int place = 0; place < 8; place++) states[place + 1] = state = shifts[*at++] >> (state & 63);
    return states[left];
}

static uint64_t walk_to_end(const uint64_t *shifts, uint64_t state, const uint8_t *at, uint32_t left) {
    while (left-- > 0) state = shifts[*at++] >> (state & 63);
    return state;
}

static inline __attribute__((always_inline)) void mark_by_shifts(
    const MusterAutomaton *automaton, const uint8_t *bytes, int64_t byteCount, const MusterValue *values, int64_t count,
    bool *sound, int64_t soundCount) {
    const MusterAutomaton with = *automaton;
    for (const MusterValue *value = values; value < values + count; value++) {
        const uint8_t *at = bytes + value->start;
        const uint64_t end = (int64_t)value->start + value->length + 8 <= byteCount
            ? walk(with.shifts, with.start, at, value->length)
            : walk_to_end(with.shifts, with.start, at, value->length);
        if ((end & 63) < with.firstAccepting && value->row < soundCount) sound[value->row] = false;
    }
}

#if defined(__x86_64__)
MUSTER_WITH_AVX2 static void mark_by_shifts_with_avx2(
    const MusterAutomaton *automaton, const uint8_t *bytes, int64_t byteCount, const MusterValue *values, int64_t count,
    bool *sound, int64_t soundCount) {
    mark_by_shifts(automaton, bytes, byteCount, values, count, sound, soundCount);
}
#endif

void muster_mark_by_shifts(
    const MusterAutomaton *automaton, const void *bytes, int64_t byteCount, const MusterValue *values, int64_t count,
    bool *sound, int64_t soundCount, bool isBasic) {
#if defined(__x86_64__)
    if (!isBasic && muster_has_avx2()) {
        mark_by_shifts_with_avx2(automaton, bytes, byteCount, values, count, sound, soundCount);
        return;
    }
#endif
    mark_by_shifts(automaton, bytes, byteCount, values, count, sound, soundCount);
}
