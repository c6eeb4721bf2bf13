# Tests of include/solus, included by Tests/CMakeLists.txt: against libsolus.so with its own engine inside, beside the
# engine that it must equal; and the examples, built against an installed tree as somebody else would.
solus_test(test-api Api solus_shared solus_engine solus_files ${CMAKE_DL_LIBS})
target_sources(test-api PRIVATE Support/RealtimeHook.cpp Api/Tour.c)
set_source_files_properties(Api/Tour.c PROPERTIES COMPILE_OPTIONS "-std=c99;-Wall;-Wextra;-pedantic;-Werror")

if(NOT SOLUS_SANITIZE)
    find_program(BASH bash REQUIRED)
    add_test(NAME install-library COMMAND ${BASH} ${CMAKE_CURRENT_SOURCE_DIR}/Api/check-install ${CMAKE_BINARY_DIR}
                                          ${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER})
endif()
