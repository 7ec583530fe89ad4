#ifndef MUSTER_CLINES_H
#define MUSTER_CLINES_H

// Lines of cells, put together from pieces that stand ready and from the text that was read.

#include <stdint.h>

// A short text is copied without asking how short it is: so many bytes must be there behind where it begins, and where it is
// put there must be room for them.
enum {
    /// Of a cell, and behind the first bytes of anything.
    MUSTER_COPY = 32,
    /// Of a piece.
    MUSTER_COPY_OF_PIECE = 64,
    /// Of cells that stand one behind the other.
    MUSTER_COPY_OF_CELLS = 96,
    /// A row with a longer cell, or more bytes of cells that stand one behind the other, is left to others.
    MUSTER_LONGEST_RUN = 512,
};

/// At most eight digits, the first lowest.
typedef struct {
    uint64_t digits;
    int64_t count;
} MusterNumber;

/// Bytes that lie somewhere.
typedef struct {
    const void *bytes;
    int64_t count;
} MusterPiece;

/// Cells that are put as they stand in the text: one, or some that are parted from each other by nothing but a comma.
typedef struct {
    /// Below 0 for an empty cell that is none of the row's.
    int32_t first;
    int32_t last;
} MusterRun;

/// What makes up a line: sixteen bytes, two numbers, a piece, a row's cells, and a piece that ends it. Commas stand behind
/// the bytes, between the numbers, and in front of each run of cells.
typedef struct {
    uint64_t first;
    uint64_t second;
    MusterNumber numbers[2];
    MusterPiece head;
    MusterPiece tail;
    /// What was read, and the row's cells in it: of each its start, then twice its length, and 1 more where it may need
    /// quotes.
    const void *text;
    const void *cells;
    /// Which of them are put, in order.
    const MusterRun *runs;
    int64_t runCount;
} MusterLineParts;

/// Puts a line where there is room for it: for its pieces, for 40 bytes more, for `MUSTER_LONGEST_RUN` and one more of each
/// run, and for what is copied too much.
///
/// - Returns how many bytes it takes, its line end included; 0 where a cell may need quotes or a run is too long.
int64_t muster_put_line(void *to, const MusterLineParts *parts);

#endif
