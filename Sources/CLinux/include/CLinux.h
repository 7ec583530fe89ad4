#ifndef MUSTER_CLINUX_H
#define MUSTER_CLINUX_H

#include <stdint.h>

// System calls of Linux that the Glibc module does not show to Swift. See renameat2(2).

enum {
    MUSTER_RENAME_NOREPLACE = 1,
    MUSTER_RENAME_EXCHANGE = 2,
};

/// Renames `from` to `to`. With NOREPLACE it fails when `to` exists, with EXCHANGE the two swap their names, both
/// in one step. Returns 0, or -1 with errno set: EINVAL or ENOSYS where the file system or kernel cannot.
int muster_renameat2(const char *from, const char *to, unsigned int flags);

/// The name of an entry of a folder, a `struct dirent`: bytes up to a zero, which need not be UTF-8.
const char *muster_entry_name(const void *entry);

/// Whether a process of this machine has the file open for writing: 1 yes, 0 no, -1 when the system does not tell
/// (another user's file, a network share). See F_SETLEASE in fcntl(2).
int muster_is_being_written(const char *path);

/// When the contents of a file, and when the file or its name, were last changed: the nanoseconds since 1970 of a
/// `struct stat`.
int64_t muster_modified(const void *status);
int64_t muster_changed(const void *status);

/// Has the system begin to bring a part of a file to the disk, without waiting for it: a hint, which may be lost. See
/// sync_file_range(2).
void muster_begin_sync(int file, int64_t offset, int64_t count);

/// Has the system keep room on the disk for a part of a file that is still to be written, whose length stays as it is. Returns
/// 0, or -1 where it cannot, or will not. See fallocate(2).
int muster_keep_room(int file, int64_t offset, int64_t count);

/// Has writes to an open file go past the system's cache, or through it again: then whole pages are to be written, from memory
/// that begins with one. Returns 0, or -1 where that is not known to do any good: only ext4 and XFS are asked. See O_DIRECT in
/// open(2).
int muster_set_direct(int file, int isDirect);

/// Gives memory that nothing is in back to the system, where the C library keeps it for later.
void muster_give_back_memory(void);

#endif
