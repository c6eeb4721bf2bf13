// Marks functions that never wait, for compilers that can check it.
#pragma once

/// Behind `noexcept`: the function allocates nothing, takes no lock, makes no system call and does bounded work. Clang 20
/// and newer check it, with -Wfunction-effects as they compile and with -fsanitize=realtime as it runs; for others it is
/// a word to read.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define SOLUS_REALTIME [[clang::nonblocking]]
#endif
#endif
#ifndef SOLUS_REALTIME
#define SOLUS_REALTIME
#endif
