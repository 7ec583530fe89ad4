#ifndef MUSTER_CCOLUMNSWIDE_H
#define MUSTER_CCOLUMNSWIDE_H

#include "CColumns.h"
#include "CProcessor.h"

#if defined(__x86_64__)
#include <immintrin.h>

// The values of eight rows at once, with AVX-512: a lane of eight bytes for each row. What it does is what `muster_add` and
// `muster_add_more` say.

enum { LANES = 8 };

/// A cell: its start in the lower half, twice its length and perhaps 1 more in the upper.
typedef uint64_t CellAsNumber __attribute__((aligned(4), may_alias));

/// The first sixteen bytes of eight texts, as numbers.
typedef struct {
    __m512i first;
    __m512i second;
} EightTexts;

MUSTER_WITH_AVX512 static inline __attribute__((always_inline)) __m512i sixteen_of_four(
    const uint8_t *one, const uint8_t *two, const uint8_t *three, const uint8_t *four) {
    __m512i all = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)one));
    all = _mm512_inserti64x2(all, _mm_loadu_si128((const __m128i *)two), 1);
    all = _mm512_inserti64x2(all, _mm_loadu_si128((const __m128i *)three), 2);
    return _mm512_inserti64x2(all, _mm_loadu_si128((const __m128i *)four), 3);
}

/// Loads eight texts with zeros in the place of what they do not have, and puts a tag on each.
///
/// - `bits`: how long they are, in bits.
MUSTER_WITH_AVX512 static inline __attribute__((always_inline)) EightTexts tagged_texts(
    const uint8_t *const *at, __m512i bits, MusterSums tag) {
    const __m512i even = sixteen_of_four(at[0], at[2], at[4], at[6]);
    const __m512i odd = sixteen_of_four(at[1], at[3], at[5], at[7]);
    const __m512i ones = _mm512_set1_epi64(-1), sixtyFour = _mm512_set1_epi64(64);
    // What is shifted by as many bits as there are, or more, is 0.
    const __m512i behindFirst = _mm512_sllv_epi64(ones, bits);
    const __m512i behindSecond = _mm512_sllv_epi64(ones, _mm512_sub_epi64(_mm512_max_epu64(bits, sixtyFour), sixtyFour));
    enum { FIRST_WITHOUT_SECOND_XOR_THIRD = 0x9A };
    return (EightTexts){
        _mm512_ternarylogic_epi64(
            _mm512_unpacklo_epi64(even, odd), behindFirst, _mm512_set1_epi64((int64_t)tag.one),
            FIRST_WITHOUT_SECOND_XOR_THIRD),
        _mm512_ternarylogic_epi64(
            _mm512_unpackhi_epi64(even, odd), behindSecond, _mm512_set1_epi64((int64_t)tag.two),
            FIRST_WITHOUT_SECOND_XOR_THIRD),
    };
}

/// The upper halves of eight products, put together from products of halves.
MUSTER_WITH_AVX512 static inline __attribute__((always_inline)) __m512i upper_products(EightTexts texts) {
    const __m512i first = texts.first, second = texts.second, lowHalf = _mm512_set1_epi64(UINT32_MAX);
    const __m512i firstHigh = _mm512_srli_epi64(first, 32), secondHigh = _mm512_srli_epi64(second, 32);
    const __m512i inner = _mm512_add_epi64(
        _mm512_mul_epu32(firstHigh, second), _mm512_srli_epi64(_mm512_mul_epu32(first, second), 32));
    const __m512i outer = _mm512_add_epi64(_mm512_mul_epu32(first, secondHigh), _mm512_and_si512(inner, lowHalf));
    return _mm512_add_epi64(
        _mm512_mul_epu32(firstHigh, secondHigh),
        _mm512_add_epi64(_mm512_srli_epi64(inner, 32), _mm512_srli_epi64(outer, 32)));
}

MUSTER_WITH_AVX512 static inline __attribute__((always_inline)) __m512i lower_products(EightTexts texts) {
    return _mm512_mullo_epi64(texts.first, texts.second);
}

MUSTER_WITH_AVX512 static inline __attribute__((always_inline)) __m512i cells_of_eight(
    const CellAsNumber *const *cells, int64_t column) {
    return _mm512_set_epi64(
        (int64_t)cells[7][column], (int64_t)cells[6][column], (int64_t)cells[5][column], (int64_t)cells[4][column],
        (int64_t)cells[3][column], (int64_t)cells[2][column], (int64_t)cells[1][column], (int64_t)cells[0][column]);
}

/// As `muster_add_rows`, for a number of rows that is a multiple of eight.
MUSTER_WITH_AVX512 static void add_eights(
    const MusterPart *parts, int64_t partCount, MusterSums seed, const uint8_t *bytes, const CellAsNumber *cells,
    const MusterRow *rows, int64_t count, MusterSums *sums) {
    const __m512i sixteen = _mm512_set1_epi64(128), flags = _mm512_set1_epi64(7);
    // Where each row's two sums lie in the lanes of the ones, from 0 on, and of the twos, from 8 on.
    const __m512i firstFour = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const __m512i otherFour = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    for (const MusterRow *row = rows; row < rows + count; row += LANES, sums += LANES) {
        const CellAsNumber *cells_of_row[LANES];
#pragma clang loop unroll(full)
        for (int lane = 0; lane < LANES; lane++) cells_of_row[lane] = cells + row[lane].firstCell;
        __m512i one = _mm512_set1_epi64((int64_t)seed.one), two = _mm512_set1_epi64((int64_t)seed.two);
        for (const MusterPart *part = parts; part < parts + partCount; part++) {
            const int64_t column = part->column;
            __m512i bits = _mm512_andnot_si512(flags, _mm512_srli_epi64(cells_of_eight(cells_of_row, column), 30));
            const __mmask8 areThere = _mm512_test_epi64_mask(bits, bits);
            // Rows of one form often lack the same.
            if (areThere == 0) continue;
            const uint8_t *at[LANES];
#pragma clang loop unroll(full)
            for (int lane = 0; lane < LANES; lane++) at[lane] = bytes + (uint32_t)cells_of_row[lane][column];
            EightTexts texts = tagged_texts(at, bits, part->tag);
            const __m512i lengths = _mm512_srli_epi64(bits, 3);
            one = _mm512_mask_add_epi64(one, areThere, _mm512_rol_epi64(one, 23), lower_products(texts));
            two = _mm512_mask_add_epi64(
                two, areThere, _mm512_rol_epi64(two, 41), _mm512_add_epi64(upper_products(texts), lengths));
            __mmask8 areLonger = _mm512_cmpgt_epu64_mask(bits, sixteen);
            for (uint64_t place = 1; areLonger != 0; place++) {
                bits = _mm512_sub_epi64(_mm512_max_epu64(bits, sixteen), sixteen);
                // Texts that have ended are loaded once more where they are: behind them there may be nothing.
#pragma clang loop unroll(full)
                for (int lane = 0; lane < LANES; lane++) at[lane] += (areLonger >> lane & 1) * 16;
                texts = tagged_texts(at, bits, muster_tag_of_more(part->tag, place));
                one = _mm512_mask_add_epi64(one, areLonger, one, lower_products(texts));
                two = _mm512_mask_add_epi64(two, areLonger, two, upper_products(texts));
                areLonger = _mm512_cmpgt_epu64_mask(bits, sixteen);
            }
        }
        _mm512_storeu_si512(sums, _mm512_permutex2var_epi64(one, firstFour, two));
        _mm512_storeu_si512(sums + LANES / 2, _mm512_permutex2var_epi64(one, otherFour, two));
    }
}
#endif

#endif
