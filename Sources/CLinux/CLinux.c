#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

int muster_renameat2(const char *from, const char *to, unsigned int flags) {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
}

const char *muster_entry_name(const void *entry) {
    return ((const struct dirent *)entry)->d_name;
}

int muster_is_being_written(const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0) return -1;
    // A writer that opens the file in this moment would have us told by SIGIO, which ends a process unless it is ignored.
    signal(SIGIO, SIG_IGN);
    int answer = 0;
    if (fcntl(file, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(file, F_SETLEASE, F_UNLCK);
    } else {
        answer = errno == EAGAIN ? 1 : -1;
    }
    close(file);
    return answer;
}

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t muster_modified(const void *status) {
    return nanoseconds(((const struct stat *)status)->st_mtim);
}

int64_t muster_changed(const void *status) {
    return nanoseconds(((const struct stat *)status)->st_ctim);
}

void muster_begin_sync(int file, int64_t offset, int64_t count) {
    (void)sync_file_range(file, offset, count, SYNC_FILE_RANGE_WRITE);
}

int muster_keep_room(int file, int64_t offset, int64_t count) {
    return fallocate(file, FALLOC_FL_KEEP_SIZE, offset, count);
}

int muster_set_direct(int file, int isDirect) {
    // From linux/magic.h, which not every system has.
    enum { ext = 0xEF53, xfs = 0x58465342 };
    struct statfs facts;
    if (isDirect && (fstatfs(file, &facts) != 0 || (facts.f_type != ext && facts.f_type != xfs))) return -1;
    int flags = fcntl(file, F_GETFL);
    if (flags < 0) return -1;
    return fcntl(file, F_SETFL, isDirect ? flags | O_DIRECT : flags & ~O_DIRECT);
}

void muster_give_back_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
