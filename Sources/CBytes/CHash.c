#include "CHashing.h"

#if defined(__x86_64__)
MUSTER_WITH_SHA static void hash_with_sha(MusterHash *hash, const uint8_t *bytes) {
    HashedBlock block = {.state = hash_state(hash)};
    for (; hash->position + 64 <= hash->end; hash->position += 64) {
#pragma clang loop unroll(full)
        for (int quarter = 0; quarter < 4; quarter++) hash_quarter(&block, bytes + hash->position, quarter);
    }
    keep_hash_state(block.state, hash);
}

/// Asking the processor takes microseconds on a virtual machine, so it is done once. Whoever comes second meanwhile finds the
/// same.
bool muster_can_hash(void) {
    enum { UNKNOWN, NO, YES };
    static _Atomic int known = UNKNOWN;
    if (known == UNKNOWN) {
        const bool can = muster_has_avx2() && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3")
            && muster_has_sha();
        known = can ? YES : NO;
    }
    return known == YES;
}

void muster_hash(MusterHash *hash, const void *bytes) {
    if (muster_can_hash()) hash_with_sha(hash, bytes);
}
#else
bool muster_can_hash(void) {
    return false;
}

void muster_hash(MusterHash *hash, const void *bytes) {
    (void)hash;
    (void)bytes;
}
#endif
