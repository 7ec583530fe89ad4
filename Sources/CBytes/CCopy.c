#include "CBytes.h"

#include <string.h>

void muster_copy_past_cache(void *to, const void *from, int64_t count) {
#if defined(__SSE2__)
    enum { line = 64 };
    uint8_t *next = to;
    const uint8_t *bytes = from;
    int64_t before = -(intptr_t)next & (line - 1);
    if (before > count) before = count;
    memcpy(next, bytes, (size_t)before);
    int64_t at = before;
    for (; at + line <= count; at += line) {
        for (int part = 0; part < line; part += 16)
            _mm_stream_si128((__m128i *)(next + at + part), _mm_loadu_si128((const __m128i *)(bytes + at + part)));
    }
    memcpy(next + at, bytes + at, (size_t)(count - at));
    // Whoever is told of the bytes is to find them there.
    _mm_sfence();
#else
    memcpy(to, from, (size_t)count);
#endif
}
