#ifndef MUSTER_CCOLUMNS_H
#define MUSTER_CCOLUMNS_H

// The values of many rows that have the same columns: added up row by row, measured and loaded column by column.

#include <stdbool.h>
#include <stdint.h>

#include "CInstructions.h"
#include "CSixteen.h"

/// A row among those that are gone through.
typedef struct {
    /// The place of its first cell among all cells.
    uint32_t firstCell;
    /// 1 where a character may be more than a byte, else 0.
    uint32_t mayHoldNonASCII;
} MusterRow;

/// A value among others of its column.
typedef struct {
    /// Its first sixteen bytes, with zeros in the place of those that it does not have.
    MusterSixteen words;
    /// Where it lies, and its length: in bytes.
    uint32_t start;
    uint32_t length;
    /// The place of its row.
    uint32_t row;
} MusterValue;

/// What texts add up to: see `muster_add`.
typedef struct {
    uint64_t one;
    uint64_t two;
} MusterSums;

/// A column whose values are added to their rows' sums, each with this tag.
typedef struct {
    int64_t column;
    MusterSums tag;
} MusterPart;

/// A column whose values are looked at.
typedef struct {
    int64_t column;
    /// Each is loaded and handed out; else only those, and not loaded, that have less bytes than the first of the two below,
    /// or more than the second, and those whose characters may be more than a byte.
    bool isLoaded;
    uint32_t shortest;
    uint32_t longest;
} MusterColumn;

static inline uint64_t muster_turned(uint64_t value, int by) {
    return value << by | value >> (64 - by);
}

/// Adds a text by its first sixteen bytes, in a product of both halves, and by its length.
static inline void muster_add(MusterSums *sums, MusterSixteen words, int64_t length, MusterSums tag) {
    const unsigned __int128 product = (unsigned __int128)(words.first ^ tag.one) * (words.second ^ tag.two);
    sums->one = muster_turned(sums->one, 23) + (uint64_t)product;
    sums->two = muster_turned(sums->two, 41) + (uint64_t)(product >> 64) + (uint64_t)length;
}

/// What a tag becomes behind the first sixteen bytes of a text: `place` is 1 for the second sixteen, and so on.
static inline MusterSums muster_tag_of_more(MusterSums tag, uint64_t place) {
    return (MusterSums){tag.one + place * 0x9E3779B97F4A7C15, tag.two + place * 0xC2B2AE3D27D4EB4F};
}

/// Adds what stands behind the first sixteen bytes of the text that was added last, sixteen bytes by sixteen.
static inline void muster_add_more(MusterSums *sums, MusterSixteen words, uint64_t place, MusterSums tag) {
    const MusterSums more = muster_tag_of_more(tag, place);
    const unsigned __int128 product = (unsigned __int128)(words.first ^ more.one) * (words.second ^ more.two);
    sums->one += (uint64_t)product;
    sums->two += (uint64_t)(product >> 64);
}

// The rows of both functions: `count` of them from `first` on. Of each cell there is its start in `bytes`, then twice its
// length, and perhaps 1 more; sixteen bytes must be there behind the start of any value.

/// Puts in `sums`, for each row, what its values in some columns add up to, one after the other, from `seed` on.
///
/// - `widest`: the widest instructions that may be used.
void muster_add_rows(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const void *bytes, const void *cells,
    const MusterRow *rows, int64_t first, int64_t count, MusterSums *sums, MusterInstructions widest);

/// Marks rows as not sound that have a cell whose length does not lie where it may.
///
/// - `least`, `span`: of each of `count` words of a row's cells the least that it may be, and how much more; the words are the
///   starts and lengths from the first cell on. `count` is a multiple of 8.
/// - `wordCount`: no word behind so many is looked at: what is not there may be anything.
/// - `widest`: the widest instructions that may be used.
void muster_check_lengths(
    const uint32_t *least, const uint32_t *span, int64_t count, const void *cells, int64_t wordCount, const MusterRow *rows,
    int64_t first, int64_t rowCount, bool *sound, MusterInstructions widest);

/// Takes a column.
///
/// - `values`: room for as many as there are rows to take, and one more.
/// - Returns how many values are handed out.
int64_t muster_take_column(
    const MusterColumn *column, const void *bytes, const void *cells, const MusterRow *rows, int64_t first, int64_t count,
    MusterValue *values);

/// An automaton of at most ten states, each of which is a number of bits.
typedef struct {
    /// For each byte a word: shifted to the right by a state, its lowest six bits are the next one.
    const uint64_t *shifts;
    uint64_t start;
    /// This state and all greater ones accept.
    uint64_t firstAccepting;
} MusterAutomaton;

/// Walks through values, and marks the rows of those that are not accepted as not sound.
///
/// - `byteCount`: no byte behind so many is looked at.
/// - `sound`: of each of so many rows.
/// - `widest`: the widest instructions that may be used.
void muster_mark_by_shifts(
    const MusterAutomaton *automaton, const void *bytes, int64_t byteCount, const MusterValue *values, int64_t count,
    bool *sound, int64_t soundCount, MusterInstructions widest);

#endif
