# Tests of the LADSPA plugin as hosts load it, included by Tests/CMakeLists.txt.
solus_test(test-ladspa Ladspa solus_engine ${CMAKE_DL_LIBS})
target_sources(test-ladspa PRIVATE Support/RealtimeHook.cpp)
target_include_directories(test-ladspa SYSTEM PRIVATE ${SOLUS_LADSPA_INCLUDE})
target_compile_definitions(test-ladspa PRIVATE SOLUS_LADSPA="$<TARGET_FILE:solus_ladspa>")
add_dependencies(test-ladspa solus_ladspa)
set_tests_properties(test-ladspa PROPERTIES LABELS plugin)
