#ifndef MUSTER_CHASHING_H
#define MUSTER_CHASHING_H

#include "CHash.h"
#include "CProcessor.h"

#if defined(__x86_64__)
#include <immintrin.h>

/// Without AVX: the instructions for SHA know nothing of its registers of 32 bytes, and where these are in use as well, each
/// change from the one to the other costs more than a step of the hash.
#define MUSTER_WITH_SHA __attribute__((target("bmi,bmi2,lzcnt,popcnt,sha,sse4.1,ssse3")))

/// The words as the instructions want them: A, B, E, F and C, D, G, H, each from the highest down.
typedef struct {
    __m128i abef;
    __m128i cdgh;
} HashState;

MUSTER_WITH_SHA static inline __attribute__((always_inline)) HashState hash_state(const MusterHash *hash) {
    const __m128i abcd = _mm_loadu_si128((const __m128i *)hash->words);
    const __m128i efgh = _mm_loadu_si128((const __m128i *)hash->words + 1);
    const __m128i cdab = _mm_shuffle_epi32(abcd, 0xB1), hgfe = _mm_shuffle_epi32(efgh, 0x1B);
    return (HashState){_mm_alignr_epi8(cdab, hgfe, 8), _mm_blend_epi16(hgfe, cdab, 0xF0)};
}

MUSTER_WITH_SHA static inline __attribute__((always_inline)) void keep_hash_state(HashState state, MusterHash *hash) {
    const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1B), dchg = _mm_shuffle_epi32(state.cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)hash->words, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)hash->words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t rootsOfPrimes[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// Four of the 64 rounds.
MUSTER_WITH_SHA static inline __attribute__((always_inline)) void hash_four(HashState *state, __m128i words, int first) {
    const __m128i sum = _mm_add_epi32(words, _mm_load_si128((const __m128i *)(rootsOfPrimes + first)));
    state->cdgh = _mm_sha256rnds2_epu32(state->cdgh, state->abef, sum);
    state->abef = _mm_sha256rnds2_epu32(state->abef, state->cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

/// The four words of the schedule that follow on these sixteen.
MUSTER_WITH_SHA static inline __attribute__((always_inline)) __m128i next_words(
    __m128i first, __m128i second, __m128i third, __m128i fourth) {
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(first, second), _mm_alignr_epi8(fourth, third, 4));
    return _mm_sha256msg2_epu32(sum, fourth);
}

/// A block on its way through the rounds.
typedef struct {
    HashState state;
    HashState before;
    __m128i words[4];
} HashedBlock;

/// Takes a block through a quarter of the rounds: the first, second, third or last.
MUSTER_WITH_SHA static inline __attribute__((always_inline)) void hash_quarter(
    HashedBlock *hashed, const uint8_t *block, int quarter) {
    __m128i *words = hashed->words;
    if (quarter == 0) {
        const __m128i bigEndian = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
        hashed->before = hashed->state;
#pragma clang loop unroll(full)
        for (int part = 0; part < 4; part++) {
            words[part] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)block + part), bigEndian);
            hash_four(&hashed->state, words[part], part * 4);
        }
        return;
    }
#pragma clang loop unroll(full)
    for (int part = 0; part < 4; part++) {
        words[part] = next_words(words[part], words[(part + 1) & 3], words[(part + 2) & 3], words[(part + 3) & 3]);
        hash_four(&hashed->state, words[part], quarter * 16 + part * 4);
    }
    if (quarter == 3) {
        hashed->state.abef = _mm_add_epi32(hashed->state.abef, hashed->before.abef);
        hashed->state.cdgh = _mm_add_epi32(hashed->state.cdgh, hashed->before.cdgh);
    }
}
#endif

#endif
