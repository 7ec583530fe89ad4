#ifndef MUSTER_CLINUX_H
#define MUSTER_CLINUX_H

// System calls of Linux that the Glibc module does not show to Swift. See renameat2(2).

enum {
    MUSTER_RENAME_NOREPLACE = 1,
    MUSTER_RENAME_EXCHANGE = 2,
};

/// Renames `from` to `to`. With NOREPLACE it fails when `to` exists, with EXCHANGE the two swap their names, both
/// in one step. Returns 0, or -1 with errno set: EINVAL or ENOSYS where the file system or kernel cannot.
int muster_renameat2(const char *from, const char *to, unsigned int flags);

#endif
