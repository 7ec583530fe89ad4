#ifndef MUSTER_CHASH_H
#define MUSTER_CHASH_H

// SHA-256 (FIPS 180-4), where the processor has instructions for it. Each of its steps waits for the one before, so that most
// of the processor has nothing to do meanwhile: what else is to be done with the same bytes can be done beside it.

#include <stdbool.h>
#include <stdint.h>

/// How far a hash has come.
typedef struct {
    /// What all bytes so far have come to.
    uint32_t words[8];
    /// Where those lie that come next: from here up to there, in blocks of 64 bytes. A rest that is no whole block is left.
    int64_t position;
    int64_t end;
} MusterHash;

/// Whether the processor has instructions for it, and for what is done beside it. Without them nothing else here may be used.
bool muster_can_hash(void);

/// Takes in all whole blocks that are left.
void muster_hash(MusterHash *hash, const void *bytes);

#endif
