// An attribute for functions that never wait, for compilers that can check it.
#pragma once

/// Goes after `noexcept`. The function allocates nothing, takes no lock, makes no system call and does a bounded
/// amount of work. Clang 20 and newer check this: at compile time with -Wfunction-effects, at run time with
/// -fsanitize=realtime. For other compilers it is documentation only.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define SOLUS_REALTIME [[clang::nonblocking]]
#endif
#endif
#ifndef SOLUS_REALTIME
#define SOLUS_REALTIME
#endif
