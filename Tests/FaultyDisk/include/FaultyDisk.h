/* Nothing to call: the library is preloaded. See FaultyDisk.c. */
