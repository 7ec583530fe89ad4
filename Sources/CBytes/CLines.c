#include "CBytes.h"

#include <string.h>

/// Copies what is behind the first bytes that have been copied; what is copied beyond its end is written over by what comes
/// next.
static inline __attribute__((always_inline)) uint8_t *put_rest(
    uint8_t *to, const uint8_t *from, int64_t count, int64_t done) {
#pragma clang loop unroll(disable)
    for (; done < count; done += MUSTER_COPY) __builtin_memcpy_inline(to + done, from + done, MUSTER_COPY);
    return to + count;
}

// Each size has its own instructions: a call that is told the size would take longer than most copies.

static inline uint8_t *put_piece(uint8_t *to, MusterPiece piece) {
    __builtin_memcpy_inline(to, piece.bytes, MUSTER_COPY_OF_PIECE);
    return put_rest(to, piece.bytes, piece.count, MUSTER_COPY_OF_PIECE);
}

static inline uint8_t *put_cell(uint8_t *to, const uint8_t *from, uint32_t count) {
    __builtin_memcpy_inline(to, from, MUSTER_COPY);
    return put_rest(to, from, count, MUSTER_COPY);
}

static inline uint8_t *put_cells(uint8_t *to, const uint8_t *from, uint32_t count) {
    __builtin_memcpy_inline(to, from, MUSTER_COPY_OF_CELLS);
    return put_rest(to, from, count, MUSTER_COPY_OF_CELLS);
}

static inline uint8_t *put_number(uint8_t *to, MusterNumber number) {
    memcpy(to, &number.digits, 8);
    return to + number.count;
}

int64_t muster_put_line(void *to, const MusterLineParts *parts) {
    const uint8_t *text = parts->text;
    const uint32_t(*cells)[2] = parts->cells;
    const MusterRun *run = parts->runs, *end = run + parts->runCount;
    uint8_t *next = to;
    memcpy(next, &parts->first, 8);
    memcpy(next + 8, &parts->second, 8);
    next[16] = ',';
    next = put_number(next + 17, parts->numbers[0]);
    *next = ',';
    next = put_number(next + 1, parts->numbers[1]);
    next = put_piece(next, parts->head);
    uint32_t marks = 0;
    for (; run < end; run++) {
        *next++ = ',';
        if (run->first < 0) continue;
        const uint32_t start = cells[run->first][0], lengthAndMark = cells[run->last][1];
        const uint32_t length = cells[run->last][0] + (lengthAndMark >> 1) - start;
        if (length > MUSTER_LONGEST_RUN) return 0;
        marks |= lengthAndMark;
        if (run->first == run->last) {
            next = put_cell(next, text + start, length);
        } else {
            next = put_cells(next, text + start, length);
        }
    }
    if (marks & 1) return 0;
    next = put_piece(next, parts->tail);
    *next++ = '\n';
    return next - (uint8_t *)to;
}
