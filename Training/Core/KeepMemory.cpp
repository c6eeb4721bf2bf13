// Memory for tensors that are allocated and freed in every step: jemalloc, configured to keep what is freed.

/// A training step allocates the same hundreds of megabytes as the step before. By default glibc returns large blocks to
/// the system, which zeroes each page again: on a virtual machine this takes a quarter of a step of verify-solus. (When
/// glibc is told to keep them, it still takes new pages: aligned blocks leave small fragments between them that prevent
/// merging.) jemalloc reads this string at program start (https://jemalloc.net/jemalloc.3.html): nothing is returned,
/// however long it is unused, and blocks of any size come from the same arenas. Without jemalloc the string has no
/// effect.
extern "C" const char* malloc_conf;
const char* malloc_conf = "dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0";
