#include "CBytes.h"
#include "CColumnsWide.h"
#include "CProcessor.h"

/// A cell: its start, then twice its length.
typedef uint32_t Cell[2];

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
    const MusterRow *rows, int64_t count, MusterSums *sums) {
    const MusterPart *end = parts + partCount;
    for (const MusterRow *row = rows; row < rows + count; row++) {
        const Cell *cells_of_row = cells + row->firstCell;
        MusterSums found = seed;
        for (const MusterPart *part = parts; part < end; part++) {
            const uint32_t *cell = cells_of_row[part->column];
            const uint32_t length = cell[1] >> 1;
            if (length > 16) {
                found = add_long(found, bytes + cell[0], length, part->tag);
                continue;
            }
            // Added whether it is there or not: that would often be foretold wrongly.
            MusterSums sum = found;
            muster_add(&sum, muster_first_of_sixteen(bytes, cell[0], length), length, part->tag);
            found.one = length > 0 ? sum.one : found.one;
            found.two = length > 0 ? sum.two : found.two;
        }
        *sums++ = found;
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

MUSTER_WITH_AVX2 static void add_rows_with_avx2(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const uint8_t *bytes, const Cell *cells,
    const MusterRow *rows, int64_t first, int64_t count, MusterSums *sums) {
    add_rows(parts, partCount, seed, bytes, cells, rows + first, count, sums + first);
}
#endif

void muster_add_rows(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const void *bytes, const void *cells,
    const MusterRow *rows, int64_t first, int64_t count, MusterSums *sums, MusterInstructions widest) {
#if defined(__x86_64__)
    if (widest >= MUSTER_AVX2 && muster_has_avx2()) {
        if (widest >= MUSTER_AVX512 && muster_has_avx512()) {
            const int64_t inEights = count - count % LANES;
            add_eights(parts, partCount, seed, bytes, cells, rows + first, inEights, sums + first);
            first += inEights;
            count -= inEights;
        }
        add_rows_with_avx2(parts, partCount, seed, bytes, cells, rows, first, count, sums);
        return;
    }
#endif
    add_rows(parts, partCount, seed, bytes, cells, rows + first, count, sums + first);
}

static inline bool lie_within(
    const uint32_t *words, const uint32_t *least, const uint32_t *span, int64_t count) {
    bool is_within = true;
    for (int64_t place = 0; place < count; place++) is_within &= words[place] - least[place] <= span[place];
    return is_within;
}

static inline int64_t smaller(int64_t one, int64_t other) {
    return one < other ? one : other;
}

#if defined(__x86_64__)
MUSTER_WITH_AVX2 static void check_lengths_with_avx2(
    const uint32_t *least, const uint32_t *span, int64_t count, const uint32_t *words, int64_t wordCount,
    const MusterRow *rows, int64_t first, int64_t rowCount, bool *sound) {
    for (int64_t row = first; row < first + rowCount; row++) {
        const int64_t start = (int64_t)rows[row].firstCell * 2;
        if (start + count > wordCount) {
            sound[row] &= lie_within(words + start, least, span, wordCount - start);
            continue;
        }
        __m256i areWithin = _mm256_set1_epi8(-1);
        for (int64_t place = 0; place < count; place += 8) {
            const __m256i more = _mm256_sub_epi32(
                _mm256_loadu_si256((const __m256i *)(words + start + place)),
                _mm256_loadu_si256((const __m256i *)(least + place)));
            const __m256i most = _mm256_loadu_si256((const __m256i *)(span + place));
            areWithin = _mm256_and_si256(areWithin, _mm256_cmpeq_epi32(_mm256_min_epu32(more, most), more));
        }
        sound[row] &= _mm256_movemask_epi8(areWithin) == -1;
    }
}
#endif

void muster_check_lengths(
    const uint32_t *least, const uint32_t *span, int64_t count, const void *cells, int64_t wordCount, const MusterRow *rows,
    int64_t first, int64_t rowCount, bool *sound, MusterInstructions widest) {
#if defined(__x86_64__)
    if (widest >= MUSTER_AVX2 && muster_has_avx2()) {
        check_lengths_with_avx2(least, span, count, cells, wordCount, rows, first, rowCount, sound);
        return;
    }
#endif
    for (int64_t row = first; row < first + rowCount; row++) {
        const int64_t start = (int64_t)rows[row].firstCell * 2;
        sound[row] &= lie_within((const uint32_t *)cells + start, least, span, smaller(count, wordCount - start));
    }
}

/// Without a jump for each value: whether there is one would often be foretold wrongly.
static inline __attribute__((always_inline)) int64_t take_column(
    const MusterColumn *column, const uint8_t *bytes, const Cell *cells, const MusterRow *rows, int64_t first,
    int64_t count, MusterValue *values, bool isLoaded) {
    const uint32_t shortest = column->shortest, span = column->longest - column->shortest;
    MusterValue *next = values;
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
    }
    return next - values;
}

int64_t muster_take_column(
    const MusterColumn *column, const void *bytes, const void *cells, const MusterRow *rows, int64_t first, int64_t count,
    MusterValue *values) {
    return column->isLoaded ? take_column(column, bytes, cells, rows, first, count, values, true)
                            : take_column(column, bytes, cells, rows, first, count, values, false);
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
    bool *sound, int64_t soundCount, MusterInstructions widest) {
#if defined(__x86_64__)
    if (widest >= MUSTER_AVX2 && muster_has_avx2()) {
        mark_by_shifts_with_avx2(automaton, bytes, byteCount, values, count, sound, soundCount);
        return;
    }
#endif
    mark_by_shifts(automaton, bytes, byteCount, values, count, sound, soundCount);
}
