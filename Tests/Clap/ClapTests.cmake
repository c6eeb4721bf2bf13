# Tests of the CLAP plugin as hosts load it, included by Tests/CMakeLists.txt.
solus_test(test-clap Clap solus_engine ${CMAKE_DL_LIBS})
target_sources(test-clap PRIVATE Support/RealtimeHook.cpp)
target_include_directories(test-clap SYSTEM PRIVATE ${CMAKE_SOURCE_DIR}/Plugin/Clap)
target_compile_definitions(test-clap PRIVATE SOLUS_CLAP="$<TARGET_FILE:solus_clap>" SOLUS_VERSION="${PROJECT_VERSION}")
add_dependencies(test-clap solus_clap)
set_tests_properties(test-clap PROPERTIES LABELS plugin)
