#include "CBytes.h"

#include <string.h>

/// Copies a piece, so many bytes at once; what is copied beyond its end is written over by what comes next.
static inline __attribute__((always_inline)) uint8_t *put(
    uint8_t *to, const uint8_t *from, int64_t count, int64_t atOnce) {
    memcpy(to, from, (size_t)atOnce);
#pragma clang loop unroll(disable)
    for (int64_t done = atOnce; done < count; done += MUSTER_COPY) memcpy(to + done, from + done, MUSTER_COPY);
    return to + count;
}

static inline uint8_t *put_number(uint8_t *to, MusterNumber number) {
    memcpy(to, &number.digits, 8);
    return to + number.count;
}

int64_t muster_put_line(void *to, const MusterLineParts *parts) {
    const uint8_t *text = parts->text;
    const uint32_t(*cells)[2] = parts->cells;
    const int32_t *columns = parts->columns, *end = columns + parts->columnCount;
    uint8_t *next = to;
    memcpy(next, &parts->first, 8);
    memcpy(next + 8, &parts->second, 8);
    next[16] = ',';
    next = put_number(next + 17, parts->numbers[0]);
    *next = ',';
    next = put_number(next + 1, parts->numbers[1]);
    next = put(next, parts->head.bytes, parts->head.count, MUSTER_COPY_OF_PIECE);
    uint32_t marks = 0;
    for (; columns < end; columns++) {
        *next++ = ',';
        if (*columns < 0) continue;
        const uint32_t start = cells[*columns][0], lengthAndMark = cells[*columns][1];
        if (lengthAndMark >> 1 > MUSTER_LONGEST_CELL) return 0;
        marks |= lengthAndMark;
        next = put(next, text + start, lengthAndMark >> 1, MUSTER_COPY);
    }
    if (marks & 1) return 0;
    next = put(next, parts->tail.bytes, parts->tail.count, MUSTER_COPY_OF_PIECE);
    *next++ = '\n';
    return next - (uint8_t *)to;
}
