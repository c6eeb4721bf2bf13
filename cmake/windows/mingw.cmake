# Toolchain: 64-bit Windows programs by Debian's mingw-w64, with nothing beside them but Windows' own DLLs.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix) # posix: std::thread and std::mutex
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

# Windows 10: what JUCE's accessibility and dpi code calls. Files may exceed 2 GiB; gmtime_r exists. -m...: Windows aligns
# the stack to 16 bytes only, and GCC still stores 32-byte vectors there by aligned moves (GCC bug 54412).
set(flags "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00 -D_FILE_OFFSET_BITS=64 -D_POSIX_THREAD_SAFE_FUNCTIONS=200809L")
string(APPEND flags " -DFLAC__NO_DLL -DTAGLIB_STATIC") # their headers would ask for DLLs
string(APPEND flags " -Wa,-muse-unaligned-vector-move")
set(CMAKE_C_FLAGS_INIT "${flags}")
set(CMAKE_CXX_FLAGS_INIT "${flags} -Wa,-mbig-obj -isystem ${CMAKE_CURRENT_LIST_DIR}/../../build-windows/deps/overlay")
foreach(kind EXE SHARED MODULE)
    set(CMAKE_${kind}_LINKER_FLAGS_INIT "-static")
endforeach()

# Only what scripts/build-windows-libraries built, and mingw's own.
set(CMAKE_FIND_ROOT_PATH ${CMAKE_CURRENT_LIST_DIR}/../../build-windows/deps /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(kind LIBRARY INCLUDE PACKAGE)
    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()
set(ENV{PKG_CONFIG_LIBDIR} ${CMAKE_CURRENT_LIST_DIR}/../../build-windows/deps/lib/pkgconfig)
set(ENV{PKG_CONFIG_PATH} "")
set(PKG_CONFIG_ARGN --static)
