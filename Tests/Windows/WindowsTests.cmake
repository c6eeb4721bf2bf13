# The Windows programs under Wine (./test --full). scripts/build-windows builds them first; the test is skipped with one line
# where mingw-w64 or Wine is missing: scripts/install-packages windows.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
add_executable(test-windows ${sources} Cli/Shell.cpp)
target_link_libraries(test-windows PRIVATE solus_catch_main solus_engine solus_files)
target_include_directories(test-windows PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/Cli)
target_compile_definitions(test-windows PRIVATE SOLUS_PROGRAM="$<TARGET_FILE:solus>" SOLUS_RESOURCES="${CMAKE_SOURCE_DIR}/Resources")
add_dependencies(test-windows solus)
find_program(BASH bash REQUIRED)
add_test(NAME windows COMMAND ${BASH} ${CMAKE_CURRENT_LIST_DIR}/check-windows $<TARGET_FILE:test-windows>)
set_tests_properties(windows PROPERTIES LABELS full TIMEOUT 7200 SKIP_RETURN_CODE 77 RUN_SERIAL ON)
