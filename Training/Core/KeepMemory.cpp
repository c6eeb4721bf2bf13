// Memory for tensors that come and go with every step: jemalloc, told to keep what is freed.

/// A step of training asks for the same hundreds of megabytes as the step before. By default glibc returns
/// large blocks to the system, which clears each page of them anew: on a virtual machine a quarter of a step
/// of verify-solus. (glibc told to keep them takes new pages all the same: aligned blocks leave small ones
/// between them, which keep them from being joined.) jemalloc reads this when the program starts
/// (https://jemalloc.net/jemalloc.3.html): nothing is returned, however long it lies unused, and blocks of
/// any size come from the same arenas. Without jemalloc it is but a string.
extern "C" const char* malloc_conf;
const char* malloc_conf = "dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0";
