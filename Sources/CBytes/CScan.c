#include "CBytes.h"
#include "CHashing.h"
#include "CProcessor.h"
#include "CScanLoop.h"
#include "CScanWide.h"

// The loop over the bytes of a CSV file, as it is compiled for each kind of processor.

#if defined(__x86_64__)
#include <immintrin.h>

MUSTER_WITH_AVX2 static inline __attribute__((always_inline)) uint64_t bits(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

MUSTER_WITH_AVX2 static inline __attribute__((always_inline)) uint64_t equal(__m256i low, __m256i high, char byte) {
    const __m256i wanted = _mm256_set1_epi8(byte);
    return bits(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

/// As signed numbers, bytes that are not ASCII lie below the space, too; one more than DEL, the highest, is the lowest.
MUSTER_WITH_AVX2 static inline __attribute__((always_inline)) uint64_t visible_with_avx2(__m256i low, __m256i high) {
    const __m256i one = _mm256_set1_epi8(1), behindSpace = _mm256_set1_epi8(' ' + 1);
    return bits(
        _mm256_cmpgt_epi8(_mm256_add_epi8(low, one), behindSpace),
        _mm256_cmpgt_epi8(_mm256_add_epi8(high, one), behindSpace));
}

MUSTER_WITH_AVX2 static inline __attribute__((always_inline)) MusterStructure structure_with_avx2(
    const void *bytes, uint8_t delimiter, uint8_t quote) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)bytes + 1);
    return (MusterStructure){
        equal(low, high, (char)delimiter), equal(low, high, '\n'), equal(low, high, '\r'),
        equal(low, high, (char)quote), bits(low, high), visible_with_avx2(low, high),
    };
}

MUSTER_WITH_AVX2 static void scan_lines_with_avx2(MusterScan *scan, const MusterLines *lines) {
    scan_lines(scan, lines, structure_with_avx2, put_cells, 0, 0);
}

MUSTER_WITH_AVX2 static void scan_lines_with_avx512(MusterScan *scan, const MusterLines *lines) {
    scan_lines(scan, lines, structure_with_avx2, put_cells_with_avx512, 0, 0);
}

struct Beside {
    HashedBlock block;
    const uint8_t *next;
    const uint8_t *last;
};

MUSTER_WITH_SHA static inline __attribute__((always_inline)) void hash_beside(Beside *beside, int quarter) {
    if (beside->next > beside->last) return;
    hash_quarter(&beside->block, beside->next, quarter);
    if (quarter == 3) beside->next += 64;
}

MUSTER_WITH_SHA static inline __attribute__((always_inline)) void scan_and_hash(
    MusterScan *scan, const MusterLines *lines, MusterHash *hash, Find find, PutCells put) {
    const uint8_t *bytes = lines->bytes;
    Beside beside = {{.state = hash_state(hash)}, bytes + hash->position, bytes + hash->end - 64};
    scan_lines(scan, lines, find, put, &beside, hash_beside);
    hash->position = beside.next - bytes;
    keep_hash_state(beside.block.state, hash);
}

MUSTER_WITH_SHA static void scan_lines_with_sha(MusterScan *scan, const MusterLines *lines, MusterHash *hash) {
    scan_and_hash(scan, lines, hash, muster_structure, put_cells);
}

MUSTER_WITH_SHA static void scan_lines_with_sha_and_avx512(MusterScan *scan, const MusterLines *lines, MusterHash *hash) {
    scan_and_hash(scan, lines, hash, structure_with_avx512, put_cells_with_avx512);
}
#endif

void muster_scan_lines(MusterScan *scan, const MusterLines *lines, MusterHash *hash) {
#if defined(__x86_64__)
    const bool isWide = scan->widest >= MUSTER_AVX512 && muster_has_avx512();
    if (scan->widest >= MUSTER_AVX2 && hash->position + 64 <= hash->end && muster_can_hash()) {
        (isWide ? scan_lines_with_sha_and_avx512 : scan_lines_with_sha)(scan, lines, hash);
        return;
    }
    if (isWide) return scan_lines_with_avx512(scan, lines);
    if (scan->widest >= MUSTER_AVX2 && muster_has_avx2()) return scan_lines_with_avx2(scan, lines);
#endif
    scan_lines(scan, lines, muster_structure, put_cells, 0, 0);
}
