#ifndef MUSTER_CSCANWIDE_H
#define MUSTER_CSCANWIDE_H

#include "CBytes.h"

#if defined(__x86_64__)

// What the loop over a CSV file asks of 64 bytes, with AVX-512: in one step what takes others two or four.
//
// It is said in the processor's own words, as it may use no register but those from zmm16 on. The others have halves in common
// with the registers of the instructions for SHA, which stand still where the upper half of one is in use. The functions that
// these are inlined in are compiled without AVX-512, so nothing else is in the registers named here.

#define EIGHT_TIMES(value) value, value, value, value, value, value, value, value

static const struct {
    /// The bytes of a line of memory, counted.
    uint8_t places[64];
    /// Where the lower and the upper half of sixteen cells come from: of each its start, from 0 on, and its length, from 16 on.
    uint32_t low[16];
    uint32_t high[16];
    uint8_t feeds[64];
    uint8_t returns[64];
    /// The first visible byte, and how many there are from it on.
    uint8_t firstVisible[64];
    uint8_t visibleCount[64];
} wideTables __attribute__((aligned(64))) = {
    {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
     22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
     44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63},
    {0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23},
    {8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31},
    {EIGHT_TIMES(EIGHT_TIMES('\n'))},
    {EIGHT_TIMES(EIGHT_TIMES('\r'))},
    {EIGHT_TIMES(EIGHT_TIMES(' ' + 1))},
    {EIGHT_TIMES(EIGHT_TIMES(0x7F - ' ' - 1))},
};
#undef EIGHT_TIMES

/// As `muster_structure`.
static inline __attribute__((always_inline)) MusterStructure structure_with_avx512(
    const void *bytes, uint8_t delimiter, uint8_t quote) {
    MusterStructure found;
    __asm__(
        "vmovdqu64 %[bytes], %%zmm16\n\t"
        "vpbroadcastb %[delimiter], %%zmm17\n\t"
        "vpbroadcastb %[quote], %%zmm18\n\t"
        "vpsubb %[firstVisible], %%zmm16, %%zmm19\n\t"
        "vpcmpeqb %%zmm17, %%zmm16, %%k1\n\t"
        "vpcmpeqb %[feed], %%zmm16, %%k2\n\t"
        "vpcmpeqb %[carriageReturn], %%zmm16, %%k3\n\t"
        "vpcmpeqb %%zmm18, %%zmm16, %%k4\n\t"
        "vpmovb2m %%zmm16, %%k5\n\t"
        "vpcmpltub %[visibleCount], %%zmm19, %%k6\n\t"
        "kmovq %%k1, %[delimiters]\n\t"
        "kmovq %%k2, %[feeds]\n\t"
        "kmovq %%k3, %[returns]\n\t"
        "kmovq %%k4, %[quotes]\n\t"
        "kmovq %%k5, %[nonASCII]\n\t"
        "kmovq %%k6, %[visible]"
        : [delimiters] "=r"(found.delimiters), [feeds] "=r"(found.feeds), [returns] "=r"(found.returns),
          [quotes] "=r"(found.quotes), [nonASCII] "=r"(found.nonASCII), [visible] "=r"(found.visible)
        : [bytes] "m"(*(const uint8_t(*)[64])bytes), [delimiter] "r"((uint32_t)delimiter), [quote] "r"((uint32_t)quote),
          [feed] "m"(wideTables.feeds), [carriageReturn] "m"(wideTables.returns),
          [firstVisible] "m"(wideTables.firstVisible), [visibleCount] "m"(wideTables.visibleCount));
    return found;
}

/// As `put_cells`.
static inline __attribute__((always_inline)) void put_cells_with_avx512(
    uint64_t separators, uint32_t position, uint32_t start, int count, uint32_t *next) {
    enum { AT_ONCE = 16 };
    for (uint32_t before = start - 1;; next += 2 * AT_ONCE) {
        // The ends are the places of the separators, the starts one behind the end before.
        __asm__(
            "kmovq %[separators], %%k1\n\t"
            "vmovdqa64 %[places], %%zmm16\n\t"
            "vpcompressb %%zmm16, %%zmm16%{%%k1%}%{z%}\n\t"
            "vpmovzxbd %%xmm16, %%zmm16\n\t"
            "vpbroadcastd %[position], %%zmm17\n\t"
            "vpaddd %%zmm17, %%zmm16, %%zmm16\n\t"
            "vpbroadcastd %[before], %%zmm17\n\t"
            "valignd $15, %%zmm17, %%zmm16, %%zmm17\n\t"
            "vpternlogd $0xFF, %%zmm18, %%zmm18, %%zmm18\n\t"
            "vpsubd %%zmm18, %%zmm17, %%zmm17\n\t"
            "vpsubd %%zmm17, %%zmm16, %%zmm18\n\t"
            "vpaddd %%zmm18, %%zmm18, %%zmm18\n\t"
            "vmovdqa64 %[low], %%zmm19\n\t"
            "vpermi2d %%zmm18, %%zmm17, %%zmm19\n\t"
            "vmovdqa64 %[high], %%zmm20\n\t"
            "vpermi2d %%zmm18, %%zmm17, %%zmm20\n\t"
            "vmovdqu64 %%zmm19, %[firstCells]\n\t"
            "vmovdqu64 %%zmm20, %[otherCells]"
            : [firstCells] "=m"(*(uint32_t(*)[16])next), [otherCells] "=m"(*(uint32_t(*)[16])(next + 16))
            : [separators] "r"(separators), [position] "r"(position), [before] "r"(before),
              [places] "m"(wideTables.places), [low] "m"(wideTables.low), [high] "m"(wideTables.high));
        count -= AT_ONCE;
        if (count <= 0) return;
        for (int taken = 1; taken < AT_ONCE; taken++) separators &= separators - 1;
        before = position + (uint32_t)__builtin_ctzll(separators);
        separators &= separators - 1;
    }
}
#endif

#endif
