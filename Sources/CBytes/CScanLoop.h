#ifndef MUSTER_CSCANLOOP_H
#define MUSTER_CSCANLOOP_H

#include "CBytes.h"
#include "CLetters.h"

// The loop over the bytes of a CSV file, for whoever finds the bytes that matter, and hashes beside it or does not.

typedef MusterStructure (*Find)(const void *, uint8_t, uint8_t);

/// Writes the cells that end at the `count` separators of the 64 bytes from `position` on, the first of which begins at `start`;
/// perhaps more behind them.
typedef void (*PutCells)(uint64_t separators, uint32_t position, uint32_t start, int count, uint32_t *next);

/// What is hashed beside the scan.
typedef struct Beside Beside;

/// Takes the next 64 bytes in, if there are any left: a quarter of the way at a time. The quarters stand between the parts of
/// the scan, as the processor does not look far enough ahead to find the one behind the whole of the other.
typedef void (*Hash)(Beside *, int quarter);

/// How many cells are written at once. How many there are differs from one 64 bytes to the next, so a loop that ended behind
/// the last would be foretold wrongly each time, at the price of all the cells. As many as are usual are therefore written
/// whether they are there or not.
enum { CELLS_AT_ONCE = 12 };

static inline __attribute__((always_inline)) void put_cells(
    uint64_t separators, uint32_t position, uint32_t start, int count, uint32_t *next) {
    for (int done = 0; done < count; done += CELLS_AT_ONCE) {
#pragma clang loop unroll(full)
        for (int cell = 0; cell < CELLS_AT_ONCE; cell++) {
            const uint32_t end = position + (separators == 0 ? 64 : (uint32_t)__builtin_ctzll(separators));
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

static inline bool is_hidden(uint8_t byte) {
    return byte <= ' ' || byte == 0x7F;
}

/// Each bit says whether there is an odd number of ones up to it.
static inline uint64_t odd(uint64_t bits) {
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
}

/// What is known of quotes in front of the next 64 bytes.
typedef struct {
    /// The open cell began with a quote, which has not been closed.
    bool isOpen;
    /// The last byte was a quote that closes it, or the first of a doubled one.
    bool isClosed;
    bool holdsDelimiter;
    bool holdsDoubled;
    /// The open line has a cell with quotes.
    bool isOnLine;
} Quotes;

/// Where cells with doubled quotes are noted down.
typedef struct {
    uint32_t *cells;
    int64_t count;
} Doubled;

/// Takes the quotes off a cell whose text ends with one.
static inline void take_quotes_off_cell(uint32_t *cell, int64_t index, Quotes *quotes, Doubled *doubled) {
    cell[0]++;
    cell[1] -= 4 - (quotes->holdsDelimiter | quotes->holdsDoubled);
    if (quotes->holdsDoubled) doubled->cells[doubled->count++] = (uint32_t)index;
    quotes->holdsDelimiter = quotes->holdsDoubled = false;
}

/// Takes the quotes off the cells whose closing quotes are given: puts the cells' starts and ends where their values' are, marks
/// those that hold delimiters or doubled quotes, and notes the latter down.
///
/// - `again`: the second ones of doubled quotes. `first`: which cell is the first of these.
static inline void take_quotes_off(
    uint64_t closing, uint64_t again, uint64_t separators, uint64_t inside, Quotes *quotes, uint32_t *cells,
    int64_t first, int count, Doubled *doubled) {
    while (closing != 0) {
        const uint64_t before = (closing & -closing) - 1;
        closing &= closing - 1;
        quotes->holdsDelimiter |= (inside & before) != 0;
        quotes->holdsDoubled |= (again & before) != 0;
        inside &= ~before;
        again &= ~before;
        const int cell = __builtin_popcountll(separators & before);
        // What ends it is not in sight yet.
        if (cell == count) break;
        take_quotes_off_cell(cells + 2 * cell, first + cell, quotes, doubled);
    }
    quotes->holdsDelimiter |= inside != 0;
    quotes->holdsDoubled |= again != 0;
}

static inline __attribute__((always_inline)) void scan_lines(
    MusterScan *scan, const MusterLines *lines, Find find, PutCells put, Beside *beside, Hash hash) {
    const uint8_t *bytes = lines->bytes;
    const int64_t count = lines->count, roomForCells = lines->roomForCells, roomForRows = lines->roomForRows;
    const uint8_t delimiter = lines->delimiter, quote = lines->quote;
    uint32_t *cells = lines->cells;
    MusterTextRow *rows = lines->rows;
    MusterScan now = *scan;
    const int64_t start = now.position;
    // Which of the next two bytes are to continue a character; what has been looked at elsewhere may hold anything.
    uint64_t awaited = 0;
    bool holdsUncommon = now.holdsNonASCII;
    // Within quotes in the open line so far.
    int64_t lineEnds = 0;
    // It has line ends within quotes, and not the cells of a whole row.
    bool isRefused = false;
    Quotes quotes = {false, false, false, false, false};
    Doubled doubled = {lines->doubled, 0};
    // Of the byte before the next ones: whether a cell begins behind it, a value does, and whether it may be white space.
    uint64_t isBehindCell = now.cellStart >= now.position, isBehindEnd = isBehindCell;
    uint64_t wasHidden = now.cellStart < now.position && is_hidden(bytes[now.position - 1]);
    while (now.position + 64 <= count && now.cellCount + MUSTER_ROOM_FOR_CELLS <= roomForCells
           && now.rowCount + MUSTER_ROOM_FOR_ROWS <= roomForRows
           && doubled.count + MUSTER_ROOM_FOR_DOUBLED <= lines->roomForDoubled) {
        const int64_t position = now.position;
        const MusterStructure found = find(bytes + position, delimiter, quote);
        const uint64_t returns = found.returns, behindReturns = returns << 1;
        // A lone CR; of one at the end the next byte must be there to be looked at.
        if ((behindReturns & ~found.feeds) != 0) break;
        if (returns >> 63 != 0 && (position + 64 == count || bytes[position + 64] != '\n')) break;
        uint64_t delimiters = found.delimiters, feeds = found.feeds;
        uint64_t quoted = 0, closing = 0, again = 0, inside = 0, broken = 0;
        const bool wasOpen = quotes.isOpen, wasClosed = quotes.isClosed;
        const bool hasQuotes = (found.quotes | wasOpen | wasClosed) != 0;
        if (hasQuotes) {
            quoted = odd(found.quotes) ^ -(uint64_t)wasOpen;
            const uint64_t outside = (delimiters | feeds | returns) & ~quoted;
            closing = found.quotes & ~quoted;
            broken = feeds & quoted;
            // A quote that stands right behind a closing one doubles it.
            const uint64_t behindClosing = closing << 1 | wasClosed;
            again = found.quotes & behindClosing;
            closing &= ~(again >> 1);
            // A quote within a cell, text behind a closing one.
            if ((found.quotes & quoted & ~(outside << 1 | isBehindCell | again)) != 0) break;
            if ((behindClosing & ~(outside | again)) != 0) break;
            // Whether a row over several lines is one can be told by its number of cells, else by none.
            if ((returns & quoted) != 0 || (broken != 0 && (scan->width == 0 || now.lineStart < start))) break;
            if (position + 64 - now.lineStart >= now.longestRecord) break;
            inside = (delimiters | feeds) & quoted;
            delimiters &= ~quoted;
            feeds &= ~quoted;
        }
        const uint64_t lineFeeds = feeds;
        // A line that ends where it starts. Where it starts is behind an LF, whatever stands before that.
        uint64_t starts = feeds << 1;
        if (now.lineStart >= position) starts |= (uint64_t)1 << (now.lineStart - position);
        // The LF of a CR LF has been passed already.
        if (now.cellStart > position) feeds &= ~(uint64_t)1;
        uint64_t ends = returns | (feeds & ~behindReturns);
        if ((ends & starts) != 0) break;
        quotes.isOpen = quoted >> 63 != 0;
        quotes.isClosed = closing >> 63 != 0;

        if (hash != 0) hash(beside, 0);
        uint64_t nonASCII = found.nonASCII, uncommon = 0;
        if ((nonASCII | awaited) != 0) uncommon = uncommon_bytes(bytes + position, nonASCII, &awaited);
        const uint64_t separators = delimiters | ends;
        // What may be white space, next to where a value begins or ends.
        const uint64_t all = delimiters | lineFeeds | returns | found.quotes;
        const uint64_t hidden = ~(found.visible | nonASCII | all);
        uint64_t outer = hidden & (all << 1 | isBehindEnd | all >> 1);
        now.mayHaveOuterSpace |= all & wasHidden;
        isBehindEnd = all >> 63;
        isBehindCell = (delimiters | lineFeeds | returns) >> 63;
        wasHidden = hidden >> 63;
        if (hash != 0) hash(beside, 1);
        uint64_t marks = found.quotes;
        if (separators != 0) {
            const int more = __builtin_popcountll(separators);
            uint32_t *next = cells + 2 * now.cellCount;
            put(separators, (uint32_t)position, (uint32_t)now.cellStart, more, next);
            now.cellStart = position + 64 - __builtin_clzll(separators);
            if (hasQuotes) {
                if (wasClosed && (again & 1) == 0) take_quotes_off_cell(next, now.cellCount, &quotes, &doubled);
                take_quotes_off(closing, again, separators, inside, &quotes, next, now.cellCount, more, &doubled);
            }
            if (hash != 0) hash(beside, 2);
            while (ends != 0) {
                const int end = __builtin_ctzll(ends);
                const uint64_t upToHere = ((uint64_t)1 << end) - 1, andThis = upToHere << 1 | 1;
                ends &= ends - 1;
                const int behind = __builtin_popcountll(separators & upToHere) + 1;
                now.holdsNonASCII = now.holdsNonASCII || (nonASCII & upToHere) != 0;
                nonASCII &= ~upToHere;
                // The rest of a character may be missing in the place of the line end.
                holdsUncommon = holdsUncommon || (uncommon & andThis) != 0;
                uncommon &= ~andThis;
                now.mayHaveOuterSpace = now.mayHaveOuterSpace || (outer & upToHere) != 0;
                outer &= ~upToHere;
                quotes.isOnLine = quotes.isOnLine || (marks & upToHere) != 0;
                marks &= ~upToHere;
                lineEnds += __builtin_popcountll(broken & upToHere);
                broken &= ~upToHere;
                const int64_t length = position + end - now.lineStart;
                const int64_t cellCount = now.cellCount + behind - now.firstCell;
                isRefused = lineEnds > 0 && cellCount != now.width;
                if (isRefused) break;
                rows[now.rowCount] = (MusterTextRow){
                    now.line, (uint32_t)now.firstCell, (uint32_t)cellCount, (uint32_t)now.lineStart, (uint32_t)length, 0,
                    muster_form(length, cells + 2 * now.firstCell, cellCount, now.width, now.longestRecord),
                    holdsUncommon ? MUSTER_ANY : now.holdsNonASCII ? MUSTER_COMMON : MUSTER_ASCII,
                    now.mayHaveOuterSpace,
                    // What stands before may hold quotes, too.
                    now.lineStart >= start && !quotes.isOnLine};
                now.rowCount++;
                now.line += 1 + lineEnds;
                lineEnds = 0;
                now.firstCell += cellCount;
                now.holdsNonASCII = false;
                now.mayHaveOuterSpace = false;
                holdsUncommon = false;
                quotes.isOnLine = false;
                now.lineStart = position + end + 1;
                if (returns >> end & 1) {
                    // The next cell begins behind the LF.
                    now.lineStart++;
                    if (behind < more) {
                        next[2 * behind]++;
                        next[2 * behind + 1] -= 2;
                    } else {
                        now.cellStart++;
                    }
                }
            }
            now.cellCount += more;
        } else {
            quotes.holdsDelimiter = quotes.holdsDelimiter || inside != 0;
            quotes.holdsDoubled = quotes.holdsDoubled || again != 0;
            if (hash != 0) hash(beside, 2);
        }
        quotes.isOnLine = quotes.isOnLine || marks != 0;
        lineEnds += __builtin_popcountll(broken);
        now.holdsNonASCII = now.holdsNonASCII || nonASCII != 0;
        holdsUncommon = holdsUncommon || uncommon != 0;
        now.mayHaveOuterSpace = now.mayHaveOuterSpace || outer != 0;
        now.position += 64;
        // What has been begun is hashed to its end.
        if (hash != 0) hash(beside, 3);
        if (isRefused) break;
    }
    if (lineEnds > 0) {
        // A row over several lines is taken as a whole or not at all.
        now.position = now.cellStart = now.lineStart;
        now.cellCount = now.firstCell;
        while (doubled.count > 0 && doubled.cells[doubled.count - 1] >= now.firstCell) doubled.count--;
        now.holdsNonASCII = now.mayHaveOuterSpace = false;
        wasHidden = 0;
    } else if (quotes.isOpen || quotes.isClosed) {
        // So is a cell with quotes.
        now.position = now.cellStart;
    }
    // Of the last byte it is not known here what stands behind.
    now.mayHaveOuterSpace = now.mayHaveOuterSpace || wasHidden != 0;
    now.doubledCount = doubled.count;
    *scan = now;
}

#endif
