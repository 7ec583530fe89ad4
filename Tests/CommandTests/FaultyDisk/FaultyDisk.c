/*
 A disk that fails when it is told to, for any program that is started with LD_PRELOAD=libFaultyDisk.so.

   FAULTY_DISK_AT      the call that fails first, from 1; 0 or none: all succeed
   FAULTY_DISK_CALLS   how many calls fail from there on; none: all
   FAULTY_DISK_ERROR   the error's number, such as 28 for a full disk; 5, an I/O error, if there is none
   FAULTY_DISK_REFUSES direct: writes at a place fail with EINVAL where they are to go past the system's cache; all: all do
   FAULTY_DISK_COUNT   a file that the number of calls is written to at the end

 Counted are the calls that change files: write, writev, pwrite, fsync, fdatasync, ftruncate on regular files (not what a program says), and renames. A
 full disk takes half of the bytes of the first write that it fails, as a real one does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static long first, last;
static int error = EIO;

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

__attribute__((constructor)) static void prepare(void) {
    first = number("FAULTY_DISK_AT", 0);
    last = first + number("FAULTY_DISK_CALLS", 1L << 40) - 1;
    error = (int)number("FAULTY_DISK_ERROR", EIO);
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("FAULTY_DISK_COUNT");
    if (!path) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0) return;
    char text[32];
    int length = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
    (void)!syscall(SYS_write, file, text, (size_t)length);
    syscall(SYS_close, file);
}

static int is_file(int descriptor) {
    struct stat facts;
    return descriptor > STDERR_FILENO && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

/* 0: go on; 1: the first that fails; 2: a later one. */
static int turn(void) {
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (first <= 0 || call < first || call > last) return 0;
    return call == first ? 1 : 2;
}

static int fails(void) {
    if (!turn()) return 0;
    errno = error;
    return 1;
}

ssize_t write(int file, const void *bytes, size_t count) {
    int state = is_file(file) ? turn() : 0;
    if (state == 1 && error == ENOSPC && count > 1) return syscall(SYS_write, file, bytes, count / 2);
    if (state) return errno = error, -1;
    return syscall(SYS_write, file, bytes, count);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    int state = is_file(file) ? turn() : 0;
    if (state == 1 && error == ENOSPC && count > 1) return syscall(SYS_writev, file, parts, count / 2);
    if (state) return errno = error, -1;
    return syscall(SYS_writev, file, parts, count);
}

static int is_refused(int file) {
    const char *what = getenv("FAULTY_DISK_REFUSES");
    return what && is_file(file) && (strcmp(what, "all") == 0 || (fcntl(file, F_GETFL) & O_DIRECT));
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    if (is_refused(file)) return errno = EINVAL, -1;
    int state = is_file(file) ? turn() : 0;
    if (state == 1 && error == ENOSPC && count > 1) return syscall(SYS_pwrite64, file, bytes, count / 2, offset);
    if (state) return errno = error, -1;
    return syscall(SYS_pwrite64, file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return pwrite64(file, bytes, count, offset);
}

int fsync(int file) { return is_file(file) && fails() ? -1 : (int)syscall(SYS_fsync, file); }

int fdatasync(int file) { return is_file(file) && fails() ? -1 : (int)syscall(SYS_fdatasync, file); }

int ftruncate64(int file, off64_t length) {
    return is_file(file) && fails() ? -1 : (int)syscall(SYS_ftruncate, file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int rename(const char *from, const char *to) { return fails() ? -1 : (int)syscall(SYS_rename, from, to); }

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags) {
    return fails() ? -1 : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}
